package org.t2workbench.app.workbench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.adaptation.Choice;
import org.t2workbench.core.evaluation.DispatchConfusion;
import org.t2workbench.core.evaluation.EvaluationDocument;
import org.t2workbench.core.evaluation.EvaluationReport;
import org.t2workbench.core.evaluation.EvaluationResult;
import org.t2workbench.core.evaluation.EvaluationRow;
import org.t2workbench.core.evaluation.EvaluationWatch;
import org.t2workbench.core.evaluation.ItemOutcome;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.job.WorkbenchException;
import org.t2workbench.core.run.LineFile;
import org.t2workbench.core.run.RunLine;

/** Evaluations as the engine keeps them, with answers from a formula. */
public final class FakeEvaluations implements EvaluationSession {

    private static final int BATCH = 5;
    private static final List<String> LABELS = List.of("math", "code", "reasoning", "other");

    /** Milliseconds per batch of five items. */
    public volatile int batchMillis;

    /** The row, from 1, at which it fails, once; 0 for none. */
    public volatile int brokenRow;

    /** What is offered as the dispatch expert. */
    public volatile String dispatcher = "samples/experts/dispatch.safetensors";

    public volatile @Nullable EvaluationRequest asked;

    @Override
    public EvaluationOffer offer() {
        return new EvaluationOffer(
                List.of("code", "code-hard", "math", "math-hard", "reasoning"), LABELS, dispatcher, List.of());
    }

    @Override
    public void evaluate(
            EvaluationRequest request, Path folder, EvaluationWatch watch, Progress progress, CancellationToken token) {
        asked = request;
        write(folder.resolve("configuration.json"), Map.of("split", request.split()));
        List<EvaluationRow> rows = new ArrayList<>();
        Map<String, List<EvaluationRow>> dispatched = new LinkedHashMap<>();
        int all = request.tasks().size() * request.strategies().size();
        for (String task : request.tasks()) {
            write(folder.resolve("items").resolve(task + ".json"), items(task, request.limit()));
            @Nullable EvaluationRow base = null;
            for (int place = 0; place < request.strategies().size(); place++) {
                String strategy = request.strategies()
                        .get(place)
                        .name()
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-');
                boolean isBase = strategy.equals("base");
                int number = rows.size() + 1;
                if (number == brokenRow) {
                    brokenRow = 0;
                    throw new WorkbenchException("The memory did not suffice for row " + number + ".");
                }
                List<ItemOutcome> outcomes = new ArrayList<>();
                for (int at = 0; at < request.limit(); at += BATCH) {
                    watch.measured(new EvaluationWatch.Standing(task, strategy, number, all, at, request.limit()));
                    progress.report("answering " + task, at, request.limit());
                    watch.giveWay();
                    token.throwIfCancelled();
                    pause();
                    for (int i = at; i < Math.min(at + BATCH, request.limit()); i++) {
                        outcomes.add(outcome(task, strategy, i));
                    }
                }
                keep(folder, task, isBase ? 0 : place + 1, strategy, outcomes);
                EvaluationRow row = new EvaluationRow(
                        task, strategy, isBase ? List.of() : List.of("math", "code"), outcomes, Optional.empty());
                base = base == null ? row : base;
                rows.add(isBase ? row : row.against(base));
                if (row.dispatches()) {
                    dispatched
                            .computeIfAbsent(strategy, any -> new ArrayList<>())
                            .add(row);
                }
                EvaluationResult soFar =
                        new EvaluationResult(Map.of("split", request.split()), rows, confusions(dispatched), List.of());
                new EvaluationReport(EvaluationDocument.of(soFar)).write(folder);
                watch.finished(soFar);
            }
        }
    }

    private static List<Map<String, String>> items(String task, int count) {
        List<Map<String, String>> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(Map.of(
                    "id",
                    task + "/" + i,
                    "prompt",
                    "Tom has " + (30 + i) + " cards and loses 3. How many are left?",
                    "expected",
                    Integer.toString(27 + i)));
        }
        return items;
    }

    /** Base is wrong at every third item, any other strategy at every seventh. */
    private static ItemOutcome outcome(String task, String strategy, int i) {
        boolean right = i % (strategy.equals("base") ? 3 : 7) != 0;
        boolean dispatches = strategy.equals("classifier") || strategy.equals("prompt");
        String label = i % 10 == 9 ? "other" : task.replace("-hard", "");
        return new ItemOutcome(
                task + "/" + i,
                dispatches
                        ? Optional.of(new Choice(label, true, "\\boxed{" + label + "}", Map.of(), 5))
                        : Optional.empty(),
                (30 + i) + " - 3 = " + (right ? 27 + i : 26 + i) + "\n#### " + (right ? 27 + i : 26 + i),
                right,
                true,
                14,
                new ItemOutcome.Times(dispatches ? 0.002 : 0, 0.0001, 0.004));
    }

    private static List<DispatchConfusion> confusions(Map<String, List<EvaluationRow>> dispatched) {
        List<DispatchConfusion> confusions = new ArrayList<>();
        dispatched.forEach((strategy, rows) -> {
            List<DispatchConfusion.Row> counted = new ArrayList<>();
            for (EvaluationRow row : rows) {
                String truth = row.task().replace("-hard", "");
                counted.add(new DispatchConfusion.Row(
                        truth,
                        List.of(row.task()),
                        LABELS.stream()
                                .map(label -> (int) row.outcomes().stream()
                                        .filter(item -> item.first()
                                                .orElseThrow()
                                                .label()
                                                .equals(label))
                                        .count())
                                .toList(),
                        0));
            }
            confusions.add(new DispatchConfusion(strategy, "generate", LABELS, counted));
        });
        return confusions;
    }

    private static void keep(Path folder, String task, int place, String strategy, List<ItemOutcome> outcomes) {
        Path file = folder.resolve("outcomes")
                .resolve(String.format(Locale.ROOT, "%s-%02d-%s.jsonl", task, place, strategy));
        List<RunLine> lines = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            ItemOutcome item = outcomes.get(i);
            Map<String, Object> values = new LinkedHashMap<>(Map.of(
                    "item",
                    item.item(),
                    "correct",
                    item.correct(),
                    "in_form",
                    item.inForm(),
                    "tokens",
                    item.tokens(),
                    "text",
                    item.text()));
            item.first()
                    .ifPresent(choice -> values.put(
                            "dispatch",
                            Map.of(
                                    "label",
                                    choice.label(),
                                    "valid",
                                    choice.valid(),
                                    "tokens",
                                    choice.tokens(),
                                    "text",
                                    choice.text(),
                                    "probabilities",
                                    choice.probabilities())));
            lines.add(new RunLine(
                    i, values, Map.of("first_seconds", 0.002, "switch_seconds", 0.0, "answer_seconds", 0.004)));
        }
        try {
            Files.createDirectories(folder.resolve("outcomes"));
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (LineFile open = LineFile.append(file)) {
            open.write(lines);
        }
    }

    private static void write(Path file, Object value) {
        try {
            AtomicFile.writeText(file, new JsonMapper().writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void pause() {
        if (batchMillis > 0) {
            try {
                Thread.sleep(batchMillis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
