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

    /**
     * @throws InvalidInputException when a task has no items, a dispatch expert was trained on one, or the folder holds an
     *     evaluation of something else
     * @throws CancelledException when cancelled; asked once per token
     */
    public EvaluationResult run() {
        OutcomeFolder outcomes = new OutcomeFolder(folder);
        Map<String, List<TaskItem>> out = new LinkedHashMap<>();
        Map<String, List<Configuration>> fixed = new LinkedHashMap<>();
        plan.tasks().forEach(task -> fixed.put(task.name(), fix(task, out)));
        Map<String, Object> configuration = plan.description(fixed, out);
        outcomes.fix(configuration);
        Map<String, List<TaskItem>> items = new LinkedHashMap<>();
        plan.tasks().forEach(task -> items.put(task.name(), open(task, out)));
        requireUnseen(fixed, items);
        List<EvaluationRow> rows = new ArrayList<>();
        try (RouteWeights weights = new RouteWeights(model)) {
            for (Task task : plan.tasks()) {
                RowEvaluation row = new RowEvaluation(
                        model, weights, task, items.getOrDefault(task.name(), List.of()), progress, token);
                rows.addAll(rows(row, task, fixed.getOrDefault(task.name(), List.of()), outcomes));
            }
        }
        return new EvaluationResult(configuration, rows, confusions(rows, fixed), notes);
    }

    /** The base model first, then what the plan says; nothing of the split is read yet. */
    private List<Configuration> fix(Task task, Map<String, List<TaskItem>> out) {
        List<TaskItem> shots = new ArrayList<>(plan.shots().getOrDefault(task.name(), List.of()));
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
        out.put(task.name(), shots);
        return fixed;
    }

    /** The items of every row of a task. */
    private List<TaskItem> open(Task task, Map<String, List<TaskItem>> out) {
        List<TaskItem> all = task.source().items(plan.split(), plan.limit(), plan.seed());
        Set<String> shots = ItemOverlap.of(all, out.getOrDefault(task.name(), List.of())).shared().stream()
                .map(ItemOverlap.Pair::one)
                .collect(Collectors.toSet());
        List<TaskItem> items =
                all.stream().filter(item -> !shots.contains(item.id())).toList();
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

    /** The row of the base model is listed where the plan asks for it; all others are compared with it. */
    private List<EvaluationRow> rows(
            RowEvaluation evaluation, Task task, List<Configuration> fixed, OutcomeFolder folderOf) {
        List<EvaluationRow> rows = new ArrayList<>();
        EvaluationRow base = null;
        for (int i = 0; i < fixed.size(); i++) {
            Configuration configuration = fixed.get(i);
            if (base != null && configuration.strategy() == Strategy.BASE) {
                rows.add(base);
                continue;
            }
            try (OutcomeFolder.Outcomes outcomes =
                    folderOf.open(task.name(), i, configuration.strategy().label())) {
                EvaluationRow row = evaluation.row(configuration, outcomes);
                if (base == null) {
                    base = row;
                } else {
                    rows.add(row.against(base));
                }
            }
        }
        return rows;
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
                confusions.add(DispatchConfusion.of(dispatched, own));
            }
        }
        return confusions;
    }
}
