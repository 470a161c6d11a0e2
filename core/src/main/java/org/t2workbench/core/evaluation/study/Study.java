package org.t2workbench.core.evaluation.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.adaptation.DispatchPrompt;
import org.t2workbench.core.adaptation.DispatchTraining;
import org.t2workbench.core.adaptation.search.SearchExpert;
import org.t2workbench.core.evaluation.EvaluationDocument;
import org.t2workbench.core.evaluation.EvaluationPlan;
import org.t2workbench.core.evaluation.EvaluationReport;
import org.t2workbench.core.evaluation.EvaluationResult;
import org.t2workbench.core.evaluation.SeededRuns;
import org.t2workbench.core.evaluation.StrategyEvaluation;
import org.t2workbench.core.evaluation.TrainingPlan;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.job.WorkbenchException;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.svf.Adapter;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.training.GridResult;
import org.t2workbench.core.training.TrainingRun;
import org.t2workbench.core.training.TrainingSettings;

/**
 * The paper's Tables 1, 2, 5, 8 and 9 in small: experts are trained with every seed and measured on their own tasks; all
 * strategies are measured on the tasks' harder relatives; the experts are carried to other models, as trained and with their
 * gains shuffled. Everything lies in one folder; started again it goes on where it stopped. Compute thread only; the model
 * stays open.
 */
public final class Study {

    /** The same test items in every study and for every row of it. */
    private static final long TEST_SEED = 1;

    private final AdaptedModel model;
    private final StudyRecipe recipe;
    private final DispatchPrompt dispatch;
    private final Function<String, Task> tasks;
    private final BiFunction<String, TrainingSettings, List<String>> command;
    private final OtherModels others;
    private final Progress progress;
    private final CancellationToken token;

    /**
     * @param dispatch the first pass's question and its categories
     * @param tasks finds a task by its name
     * @param command the command line of a training on a task, for its run.json
     * @param others makes and opens the models that the experts are carried to
     */
    public Study(
            AdaptedModel model,
            StudyRecipe recipe,
            DispatchPrompt dispatch,
            Function<String, Task> tasks,
            BiFunction<String, TrainingSettings, List<String>> command,
            OtherModels others,
            Progress progress,
            CancellationToken token) {
        this.model = model;
        this.recipe = recipe;
        this.dispatch = dispatch;
        this.tasks = tasks;
        this.command = command;
        this.others = others;
        this.progress = progress;
        this.token = token;
    }

    /**
     * Writes {@code study.json} and {@code study.md} after every seed, so that what is there can be read while it goes.
     *
     * @throws InvalidInputException when the folder holds a study of another recipe, or the dispatcher's training data hold
     *     an item that is measured on
     * @throws WorkbenchException when no training of a task came to its end
     * @throws CancelledException when cancelled
     */
    public StudyResult run(Path folder) {
        DispatchTraining.require(tasks.apply(dispatch.dispatcher()), dispatch, List.of(), tasks);
        StudyResult.Builder result = new StudyResult.Builder(recipe, model);
        for (long seed : recipe.seeds()) {
            Trained trained = train(folder.resolve("training"), seed);
            Path runs = folder.resolve("seed-" + seed);
            StudyEntries entries = new StudyEntries(recipe, dispatch, model);
            List<Task> own = recipe.families().stream()
                    .map(family -> tasks.apply(family.task()))
                    .toList();
            List<Task> relatives = recipe.families().stream()
                    .map(family -> tasks.apply(family.relative()))
                    .toList();
            result.add(
                    StudyResult.OWN,
                    entries.own(trained),
                    evaluate(model, runs.resolve("own"), own, entries.own(trained)));
            List<StudyEntries.Line> lines = entries.relatives(trained, runs, seed);
            result.add(StudyResult.RELATIVES, lines, evaluate(model, runs.resolve("relatives"), relatives, lines));
            result.build().write(folder);
        }
        carry(folder, result);
        StudyResult built = result.build();
        built.write(folder);
        return built;
    }

    /** What one seed trained, by family. */
    record Trained(Map<String, SearchExpert> experts, Map<String, Adapter> beside, Expert dispatcher) {}

    private Trained train(Path folder, long seed) {
        Map<String, SearchExpert> experts = new LinkedHashMap<>();
        Map<String, Adapter> beside = new LinkedHashMap<>();
        for (StudyRecipe.Family family : recipe.families()) {
            Task task = tasks.apply(family.task());
            RunFolder run = train(recipe.expert(), task, folder.resolve("expert-" + task.name()), seed);
            experts.put(
                    task.name(),
                    SearchExpert.of(TrainingRun.adapterOf(run), run.expert().orElseThrow(), dispatch.dispatcher()));
            beside.put(
                    task.name(),
                    TrainingRun.adapterOf(train(recipe.beside(), task, folder.resolve("beside-" + task.name()), seed)));
        }
        Task dispatching = tasks.apply(dispatch.dispatcher());
        RunFolder run = train(recipe.dispatcher(), dispatching, folder.resolve("dispatcher"), seed);
        return new Trained(experts, beside, (Expert) TrainingRun.adapterOf(run));
    }

    private RunFolder train(TrainingPlan plan, Task task, Path folder, long seed) {
        SeededRuns runs = new SeededRuns(
                model,
                task,
                plan,
                folder,
                recipe.seeds().get(0),
                settings -> command.apply(task.name(), settings),
                progress,
                token);
        GridResult.Try chosen = runs.choose()
                .orElseThrow(() -> new WorkbenchException(
                        "No try of " + plan.name() + " on " + task.name()
                                + " came to its end; lower the learning rates of the recipe.",
                        folder));
        return runs.run(chosen, seed);
    }

    /** The experts on other models; what a model is made of is made first. */
    private void carry(Path folder, StudyResult.Builder result) {
        for (StudyRecipe.OtherModel other : recipe.models()) {
            Path made = folder.resolve("models").resolve(other.name());
            try (AdaptedModel opened = others.make(other, model, made)) {
                carry(opened, other.name(), folder, result);
            }
            result.build().write(folder);
        }
    }

    private void carry(AdaptedModel to, String name, Path folder, StudyResult.Builder result) {
        for (long seed : recipe.seeds()) {
            Trained trained = train(folder.resolve("training"), seed);
            Path runs = folder.resolve("seed-" + seed).resolve("on-" + name);
            StudyEntries entries = new StudyEntries(recipe, dispatch, to);
            for (StudyRecipe.Family family : recipe.families()) {
                List<StudyEntries.Line> lines = entries.carried(trained, family.task(), seed);
                List<Task> both = List.of(tasks.apply(family.task()), tasks.apply(family.relative()));
                result.add(StudyResult.carriedTo(name), lines, evaluate(to, runs.resolve(family.task()), both, lines));
            }
            List<StudyEntries.Line> searched = entries.searched(trained, runs, seed);
            List<Task> relatives = recipe.families().stream()
                    .map(family -> tasks.apply(family.relative()))
                    .toList();
            result.add(
                    StudyResult.carriedTo(name), searched, evaluate(to, runs.resolve("searched"), relatives, searched));
        }
    }

    private EvaluationDocument evaluate(
            AdaptedModel on, Path folder, List<Task> measured, List<StudyEntries.Line> lines) {
        List<EvaluationPlan.Entry> entries = new ArrayList<>();
        lines.forEach(line -> entries.add(line.entry()));
        EvaluationPlan plan =
                new EvaluationPlan(measured, entries, Split.TEST, recipe.testItems(), TEST_SEED, Set.of());
        EvaluationResult result =
                new StrategyEvaluation(on, plan, this::find, Optional.of(folder), progress, token).run();
        EvaluationDocument document = EvaluationDocument.of(result);
        new EvaluationReport(document).write(folder);
        return document;
    }

    private Optional<Task> find(String name) {
        try {
            return Optional.of(tasks.apply(name));
        } catch (InvalidInputException e) {
            return Optional.empty();
        }
    }
}
