package org.t2workbench.core.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.adaptation.Configuration;
import org.t2workbench.core.adaptation.RouteWeights;
import org.t2workbench.core.adaptation.Strategy;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.statistics.McNemar;
import org.t2workbench.core.statistics.Spread;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.Mixture;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskItem;
import org.t2workbench.core.training.AdapterKind;
import org.t2workbench.core.training.DivergedException;
import org.t2workbench.core.training.GridResult;
import org.t2workbench.core.training.TrainingRun;
import org.t2workbench.core.training.TrainingSettings;

/**
 * Runs a recipe: per row a grid with the first seed, the best try on validation again with the other seeds, and the test
 * split of the task and its relatives under each. Everything lies in one folder, a run folder per training; started again
 * it goes on where it stopped. Compute thread only; the model stays open.
 */
public final class Ablation {

    private static final String BASE = "base";

    /** The same test items in every ablation. */
    private static final long TEST_SEED = 1;

    private final AdaptedModel model;
    private final AblationRecipe recipe;
    private final List<Task> tasks = new ArrayList<>();
    private final Function<TrainingSettings, List<String>> command;
    private final Progress progress;
    private final CancellationToken token;

    /**
     * @param tasks finds a task by its name
     * @param command the command line of one training run, for its run.json
     */
    public Ablation(
            AdaptedModel model,
            AblationRecipe recipe,
            Function<String, Task> tasks,
            Function<TrainingSettings, List<String>> command,
            Progress progress,
            CancellationToken token) {
        this.model = model;
        this.recipe = recipe;
        this.command = command;
        this.progress = progress;
        this.token = token;
        this.tasks.add(tasks.apply(recipe.task()));
        recipe.relatives().forEach(name -> this.tasks.add(tasks.apply(name)));
    }

    /**
     * Writes {@code ablation.json} and {@code ablation.md} after every row, so that what is there can be read while it goes.
     *
     * @throws InvalidInputException when the folder holds an ablation of another recipe
     * @throws CancelledException when cancelled
     */
    public AblationResult run(Path folder) {
        List<AblationOutcome> base = new ArrayList<>();
        for (Task task : tasks) {
            base.add(outcome(folder.resolve(BASE), task, Mixture::offset));
        }
        List<AblationResult.Row> rows = new ArrayList<>();
        rows.add(baseRow(base));
        for (int i = 0; i < recipe.rows().size(); i++) {
            rows.add(row(
                    folder.resolve(String.format(Locale.ROOT, "row-%02d", i + 1)),
                    recipe.rows().get(i),
                    base));
            write(folder, rows);
        }
        return result(rows);
    }

    private AblationResult result(List<AblationResult.Row> rows) {
        return new AblationResult(recipe.name(), model.files().name(), recipe.task(), recipe.seeds(), rows);
    }

    private void write(Path folder, List<AblationResult.Row> rows) {
        AblationResult result = result(rows);
        try {
            AtomicFile.writeText(
                    folder.resolve("ablation.json"),
                    new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not writable as JSON: " + result, e);
        }
        AtomicFile.writeText(folder.resolve("ablation.md"), AblationTable.of(result));
    }

    private AblationResult.Row baseRow(List<AblationOutcome> base) {
        List<AblationResult.Test> tests = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            tests.add(test(tasks.get(i), List.of(base.get(i)), base.get(i), true));
        }
        return new AblationResult.Row("0", BASE, "", "", "", 0, 0, Map.of(), List.of(), tests, null);
    }

    private AblationResult.Row row(Path folder, TrainingPlan row, List<AblationOutcome> base) {
        SeededRuns runs =
                new SeededRuns(model, tasks.get(0), row, folder, recipe.seeds().get(0), command, progress, token);
        Optional<GridResult.Try> chosen = runs.choose();
        if (chosen.isEmpty()) {
            return row(row, Map.of(), List.of(), List.of(), "no try of this row came to an end");
        }
        Map<String, String> changes = chosen.get().changes();
        List<Double> validation = new ArrayList<>();
        List<List<AblationOutcome>> outcomes = new ArrayList<>();
        tasks.forEach(task -> outcomes.add(new ArrayList<>()));
        for (long seed : recipe.seeds()) {
            RunFolder trained;
            try {
                trained = runs.run(chosen.get(), seed);
            } catch (DivergedException e) {
                return row(row, changes, List.of(), List.of(), e.getMessage());
            }
            validation.add(trained.lastMetrics()
                    .map(line -> line.values().get("best"))
                    .filter(Number.class::isInstance)
                    .map(best -> ((Number) best).doubleValue())
                    .orElse(Double.NaN));
            for (int i = 0; i < tasks.size(); i++) {
                outcomes.get(i).add(outcome(trained.path(), tasks.get(i), () -> mixture(trained)));
            }
        }
        List<AblationResult.Test> tests = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            tests.add(test(tasks.get(i), outcomes.get(i), base.get(i), false));
        }
        return row(row, changes, validation, tests, null);
    }

    private AblationResult.Row row(
            TrainingPlan row,
            Map<String, String> chosen,
            List<Double> validation,
            List<AblationResult.Test> tests,
            @Nullable String failure) {
        TrainingSettings settings = row.settings();
        return new AblationResult.Row(
                row.number(),
                row.name(),
                settings.text("adapter"),
                settings.text("method"),
                settings.adapter() == AdapterKind.IA3 ? "k, v, down" : settings.text("matrices"),
                settings.with(chosen).trainedParameters(model.model().matrices()),
                row.grid().size(),
                chosen,
                validation,
                tests,
                failure);
    }

    private static Mixture mixture(RunFolder run) {
        return Mixture.offset(new Mixture.Share(TrainingRun.adapterOf(run), Alpha.everywhere(1)));
    }

    /** @param mixture only made when the outcome is not in the folder yet */
    private AblationOutcome outcome(Path folder, Task task, Supplier<Mixture> mixture) {
        Path file = folder.resolve("test-" + task.name() + ".json");
        if (Files.isRegularFile(file)) {
            return AblationOutcome.read(file, task, recipe.testItems());
        }
        AblationOutcome outcome = AblationOutcome.of(task, recipe.testItems(), row(task, mixture.get()));
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw AtomicFile.failure(folder, e);
        }
        outcome.write(file);
        return outcome;
    }

    private EvaluationRow row(Task task, Mixture mixture) {
        try (RouteWeights weights = new RouteWeights(model)) {
            List<TaskItem> items = task.source().items(Split.TEST, recipe.testItems(), TEST_SEED);
            if (items.isEmpty()) {
                throw new InvalidInputException("The task " + task.name() + " has no items to evaluate on.");
            }
            return new RowEvaluation(model, weights, task, items, progress, token)
                    .row(
                            new Configuration.Fixed(Strategy.MANUAL, List.of(), mixture),
                            OutcomeFolder.Outcomes.none(),
                            done -> {});
        }
    }

    private static AblationResult.Test test(
            Task task, List<AblationOutcome> outcomes, AblationOutcome base, boolean isBase) {
        double[] accuracy =
                outcomes.stream().mapToDouble(AblationOutcome::accuracy).toArray();
        Spread spread = Spread.of(accuracy);
        List<Double> pValues = new ArrayList<>();
        if (!isBase) {
            outcomes.forEach(outcome ->
                    pValues.add(McNemar.exact(base.correct(), outcome.correct()).pValue()));
        }
        return new AblationResult.Test(
                task.name(),
                base.correct().length,
                outcomes.stream().map(AblationOutcome::accuracy).toList(),
                spread.mean(),
                spread.standardDeviation().isPresent()
                        ? spread.standardDeviation().getAsDouble()
                        : null,
                base.accuracy() == 0 ? null : spread.mean() / base.accuracy(),
                pValues);
    }
}
