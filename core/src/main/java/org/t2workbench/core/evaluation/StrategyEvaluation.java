package org.t2workbench.core.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.adaptation.Configuration;
import org.t2workbench.core.adaptation.RouteWeights;
import org.t2workbench.core.adaptation.Strategy;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.task.ItemOverlap;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskItem;
import org.t2workbench.core.task.TaskSeparation;

/**
 * Measures tasks under strategies, greedily, as a careful reviewer would: every configuration is fixed and recorded before
 * the split is opened, all rows of a task are of the same items, items that something was chosen by are in no row, and a
 * dispatch expert that was trained on an item is refused. One that was stopped goes on in its folder. Compute thread only;
 * the model stays open.
 */
public final class StrategyEvaluation {

    private final AdaptedModel model;
    private final EvaluationPlan plan;
    private final Function<String, Optional<Task>> taskByName;
    private final Optional<Path> folder;
    private final Progress progress;
    private final CancellationToken token;
    private final List<String> notes = new ArrayList<>();
    private EvaluationWatch watch = EvaluationWatch.NONE;

    /**
     * @param taskByName finds what a dispatch expert was trained on
     * @param folder keeps what is done, so that it is not done again; empty: nothing is kept
     */
    public StrategyEvaluation(
            AdaptedModel model,
            EvaluationPlan plan,
            Function<String, Optional<Task>> taskByName,
            Optional<Path> folder,
            Progress progress,
            CancellationToken token) {
        this.model = model;
        this.plan = plan;
        this.taskByName = taskByName;
        this.folder = folder;
        this.progress = progress;
        this.token = token;
    }

    /** @return this, told to a watch as it goes on */
    public StrategyEvaluation watchedBy(EvaluationWatch heard) {
        this.watch = heard;
        return this;
    }

    /**
     * @throws InvalidInputException when a task has no items, a dispatch expert was trained on one, or the folder holds an
     *     evaluation of something else
     * @throws CancelledException when cancelled; asked once per token
     */
    public EvaluationResult run() {
        OutcomeFolder outcomes = new OutcomeFolder(folder);
        Map<String, List<TaskItem>> found = new LinkedHashMap<>();
        Map<String, List<Configuration>> fixed = new LinkedHashMap<>();
        plan.tasks().forEach(task -> fixed.put(task.name(), fix(task, found)));
        Map<String, Object> configuration = plan.description(model, fixed, found);
        outcomes.fix(configuration);
        List<TaskItem> shots = found.values().stream().flatMap(List::stream).toList();
        Map<String, List<TaskItem>> items = new LinkedHashMap<>();
        plan.tasks().forEach(task -> items.put(task.name(), open(task, shots)));
        requireUnseen(fixed, items);
        noteWithoutCategory(fixed);
        plan.tasks().forEach(task -> outcomes.keep(task, items.getOrDefault(task.name(), List.of())));
        List<EvaluationRow> rows = new ArrayList<>();
        Standings standings = new Standings(fixed, items);
        try (RouteWeights weights = new RouteWeights(model)) {
            for (Task task : plan.tasks()) {
                RowEvaluation evaluation = new RowEvaluation(
                        model,
                        weights,
                        task,
                        items.getOrDefault(task.name(), List.of()),
                        (stage, done, total) -> standings.report(stage),
                        token);
                EvaluationRow base = null;
                List<Configuration> configurations = fixed.getOrDefault(task.name(), List.of());
                for (int i = 0; i < configurations.size(); i++) {
                    Configuration each = configurations.get(i);
                    if (base != null && each.strategy() == Strategy.BASE) {
                        rows.add(base);
                    } else {
                        EvaluationRow row = row(evaluation, task, i, each, outcomes, standings);
                        if (base == null) {
                            base = row;
                            continue;
                        }
                        rows.add(row.against(base));
                    }
                    watch.finished(new EvaluationResult(configuration, rows, confusions(rows, fixed), notes));
                }
            }
        }
        return new EvaluationResult(configuration, rows, confusions(rows, fixed), notes);
    }

    private EvaluationRow row(
            RowEvaluation evaluation,
            Task task,
            int place,
            Configuration configuration,
            OutcomeFolder folderOf,
            Standings standings) {
        String strategy = configuration.strategy().label();
        try (OutcomeFolder.Outcomes outcomes = folderOf.open(task.name(), place, strategy)) {
            standings.begin(task.name(), strategy);
            return evaluation.row(configuration, outcomes, standings::answered);
        }
    }

    /** The base model first, then what the plan says; nothing of the split is read yet. */
    private List<Configuration> fix(Task task, Map<String, List<TaskItem>> foundBy) {
        List<TaskItem> shots = new ArrayList<>();
        List<Configuration> fixed = new ArrayList<>();
        fixed.add(Configuration.base());
        Task sealed = SealedTask.of(task, plan.split());
        for (EvaluationPlan.Entry entry : plan.entries()) {
            if (entry instanceof EvaluationPlan.Given given) {
                fixed.add(given.configuration());
            } else if (entry instanceof EvaluationPlan.Searched searched) {
                MixtureFinder.Found found = searched.finder().find(sealed, progress, token);
                shots.addAll(found.shots());
                fixed.add(new Configuration.Fixed(Strategy.FEW_SHOT, searched.experts(), found.mixture()));
            }
        }
        foundBy.put(task.name(), shots);
        return fixed;
    }

    /** The items of every row of a task: without the shots of all tasks, since a mixture may be used on any. */
    private List<TaskItem> open(Task task, List<TaskItem> shots) {
        List<TaskItem> all = task.source().items(plan.split(), plan.limit(), plan.seed());
        Set<String> out = ItemOverlap.of(all, shots).shared().stream()
                .map(ItemOverlap.Pair::one)
                .collect(Collectors.toSet());
        out.addAll(plan.shots());
        List<TaskItem> items =
                all.stream().filter(item -> !out.contains(item.id())).toList();
        if (items.isEmpty()) {
            throw new InvalidInputException("The task " + task.name() + " has no items to evaluate on.");
        }
        if (items.size() < all.size()) {
            notes.add((all.size() - items.size()) + " items of " + task.name()
                    + " are in no row, as a mixture was chosen by them.");
        }
        return items;
    }

    private void requireUnseen(Map<String, List<Configuration>> fixed, Map<String, List<TaskItem>> items) {
        Set<String> trainedOn = fixed.values().stream()
                .flatMap(List::stream)
                .filter(Configuration.Dispatched.class::isInstance)
                .flatMap(each -> ((Configuration.Dispatched) each).dispatcher().stream())
                .map(Expert::task)
                .collect(Collectors.toSet());
        for (String name : trainedOn) {
            Optional<Task> found = taskByName.apply(name);
            if (found.isEmpty()) {
                notes.add("What the dispatch expert was trained on cannot be checked: there is no task " + name + ".");
                continue;
            }
            TaskSeparation separation = new TaskSeparation(found.get());
            plan.tasks().forEach(task -> separation.require(task, items.getOrDefault(task.name(), List.of())));
        }
    }

    /** A matrix without a word would look as if these prompts were forgotten. */
    private void noteWithoutCategory(Map<String, List<Configuration>> fixed) {
        fixed.forEach((task, configurations) -> configurations.stream()
                .filter(Configuration.Dispatched.class::isInstance)
                .map(each -> ((Configuration.Dispatched) each).prompt())
                .filter(prompt -> prompt.truth(task).isEmpty())
                .findFirst()
                .ifPresent(prompt -> notes.add("The prompts of " + task
                        + " are in no matrix of the dispatch, as they are of no category of it.")));
    }

    /** One matrix for each configuration that dispatches, over all tasks that a category lists. */
    private List<DispatchConfusion> confusions(List<EvaluationRow> rows, Map<String, List<Configuration>> fixed) {
        List<DispatchConfusion> confusions = new ArrayList<>();
        int perTask = plan.entries().size();
        for (int place = 0; place < perTask; place++) {
            // place + 1: the base model stands before the plan's entries
            int at = place;
            Configuration configuration = fixed.values().iterator().next().get(at + 1);
            if (configuration instanceof Configuration.Dispatched dispatched) {
                List<EvaluationRow> own = new ArrayList<>();
                for (int row = at; row < rows.size(); row += perTask) {
                    own.add(rows.get(row));
                }
                DispatchConfusion confusion = DispatchConfusion.of(dispatched, own);
                if (!confusion.rows().isEmpty()) {
                    confusions.add(confusion);
                }
            }
        }
        return confusions;
    }

    /** How far the whole is, told as it goes on. */
    private final class Standings {

        private final Map<String, Integer> itemsOf = new LinkedHashMap<>();
        private final int rows;
        private final long all;
        private int row;
        private long before;
        private EvaluationWatch.Standing now = new EvaluationWatch.Standing("", "", 0, 0, 0, 0);

        Standings(Map<String, List<Configuration>> fixed, Map<String, List<TaskItem>> items) {
            int count = 0;
            long sum = 0;
            for (Map.Entry<String, List<Configuration>> task : fixed.entrySet()) {
                int own = items.getOrDefault(task.getKey(), List.of()).size();
                itemsOf.put(task.getKey(), own);
                // the base model is measured once, whether the plan asks for it or not
                long measured = 1
                        + task.getValue().stream()
                                .filter(each -> each.strategy() != Strategy.BASE)
                                .count();
                count += (int) measured;
                sum += measured * own;
            }
            rows = count;
            all = sum;
        }

        void begin(String task, String strategy) {
            before += now.items();
            row++;
            now = new EvaluationWatch.Standing(task, strategy, row, rows, 0, itemsOf.getOrDefault(task, 0));
        }

        void answered(int done) {
            now = new EvaluationWatch.Standing(now.task(), now.strategy(), row, rows, done, now.items());
            report("answering " + now.task() + ", " + now.strategy());
            watch.measured(now);
            watch.giveWay();
        }

        void report(String stage) {
            progress.report(stage, before + now.done(), all);
        }
    }
}
