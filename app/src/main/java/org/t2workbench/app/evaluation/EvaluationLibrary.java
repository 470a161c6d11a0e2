package org.t2workbench.app.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.app.workbench.EvaluationRequest;
import org.t2workbench.core.evaluation.AskedItem;
import org.t2workbench.core.evaluation.EvaluationDocument;
import org.t2workbench.core.evaluation.EvaluationFolder;
import org.t2workbench.core.evaluation.ItemOutcome;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.run.RunRegistry;

/** The evaluations of this user on the disk, one folder each. Every method reads or writes files: off the FX thread. */
final class EvaluationLibrary {

    private static final Logger LOG = LoggerFactory.getLogger(EvaluationLibrary.class);
    private static final String REQUEST = "request.json";
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;

    /** @param registry of the same user's runs */
    EvaluationLibrary(RunRegistry registry) {
        this.folder = registry.dataFolder().resolve("evaluations");
    }

    /** A new folder with the request in it. */
    Path begin(EvaluationRequest request) {
        String name =
                request.tasks().size() > 2 ? request.tasks().size() + "-tasks" : String.join("-", request.tasks());
        Path made = RunRegistry.newFolder(folder, name);
        try {
            AtomicFile.writeText(
                    made.resolve(REQUEST), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(request) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of plain values can always be written", e);
        }
        return made;
    }

    /** @throws InvalidInputException when it is missing, as after {@code eval --out}, or damaged */
    EvaluationRequest request(Path evaluation) {
        Path file = evaluation.resolve(REQUEST);
        try {
            return JSON.readValue(Files.readAllBytes(file), EvaluationRequest.class);
        } catch (IOException e) {
            throw new InvalidInputException(
                    "What was asked of the evaluation in " + evaluation + " cannot be read (" + REQUEST
                            + "), so it cannot go on here.",
                    file,
                    e);
        }
    }

    /** Newest first; a folder that cannot be read is passed over. */
    List<KeptEvaluation> list() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<KeptEvaluation> found = new ArrayList<>();
        try (Stream<Path> folders = Files.list(folder)) {
            for (Path each : folders.toList()) {
                Path file = each.resolve(REQUEST);
                if (Files.isRegularFile(file)) {
                    found.add(new KeptEvaluation(
                            each,
                            String.valueOf(each.getFileName()),
                            Files.getLastModifiedTime(file).toInstant(),
                            isComplete(each)));
                }
            }
        } catch (IOException e) {
            LOG.warn("The folder of evaluations {} cannot be read.", folder, e);
        }
        found.sort(Comparator.comparing(KeptEvaluation::begun).reversed());
        return found;
    }

    private boolean isComplete(Path evaluation) {
        try {
            return isComplete(request(evaluation), document(evaluation));
        } catch (InvalidInputException e) {
            LOG.debug("not complete: {}", evaluation, e);
            return false;
        }
    }

    /** Whether all rows that were asked for are there. */
    static boolean isComplete(EvaluationRequest request, Optional<EvaluationDocument> document) {
        long each = request.strategies().stream()
                .mapToLong(strategy -> switch (strategy) {
                    case EACH -> request.experts().size();
                    default -> 1;
                })
                .sum();
        return document.filter(
                        known -> known.rows().size() == each * request.tasks().size())
                .isPresent();
    }

    /** The figures of its complete rows. */
    Optional<EvaluationDocument> document(Path evaluation) {
        return EvaluationFolder.isEvaluation(evaluation)
                ? EvaluationFolder.open(evaluation).document()
                : Optional.empty();
    }

    /** Every item of a row, beside base's answer to it. */
    List<AnswerPair> answers(Path evaluation, ResultRow row) {
        EvaluationFolder kept = EvaluationFolder.open(evaluation);
        List<AskedItem> items = kept.items(row.task());
        Map<Integer, ItemOutcome> base = kept.outcomes(row.task(), 0, "base");
        Map<Integer, ItemOutcome> other =
                row.isBase() ? Map.of() : kept.outcomes(row.task(), row.place(), row.strategy());
        List<AnswerPair> pairs = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            ItemOutcome first = base.get(i);
            ItemOutcome second = other.get(i);
            if (first != null) {
                pairs.add(new AnswerPair(
                        i + 1,
                        items.get(i).id(),
                        items.get(i).prompt(),
                        items.get(i).expected(),
                        text(first),
                        second == null ? null : text(second),
                        second == null
                                ? null
                                : second.first()
                                        .map(choice -> new AnswerPair.Dispatch(
                                                choice.label(), choice.valid(), choice.text(), choice.probabilities()))
                                        .orElse(null)));
            }
        }
        return pairs;
    }

    private static AnswerPair.Text text(ItemOutcome outcome) {
        return new AnswerPair.Text(outcome.text(), outcome.correct(), outcome.tokens());
    }

    /** Rows with their places in the plan. */
    static List<ResultRow> rows(EvaluationDocument document) {
        List<ResultRow> rows = new ArrayList<>();
        String task = "";
        int place = 0;
        for (EvaluationDocument.Row row : document.rows()) {
            place = row.task().equals(task) ? place + 1 : 1;
            task = row.task();
            rows.add(ResultRow.of(row, place));
        }
        return rows;
    }
}
