package org.t2workbench.core.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.adaptation.Configuration;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskItem;

/**
 * What is to be measured: every entry on every task, on the same items. The base model is measured in any case, as every
 * other row is compared with it. Immutable.
 *
 * @param tasks with different names
 * @param entries in the order of the rows
 * @param split whose items are asked
 * @param limit most items of a task
 * @param seed their order
 * @param shots ids of items that no row is scored on, since something was chosen by them
 */
public record EvaluationPlan(
        List<Task> tasks, List<Entry> entries, Split split, int limit, long seed, Set<String> shots) {

    /** @throws InvalidInputException for no task, two of the same name, or a limit below 1 */
    public EvaluationPlan {
        tasks = List.copyOf(tasks);
        entries = List.copyOf(entries);
        shots = Set.copyOf(shots);
        if (limit < 1) {
            throw new InvalidInputException("An evaluation needs at least 1 item, not " + limit + ".");
        }
        if (tasks.isEmpty()) {
            throw new InvalidInputException("An evaluation needs a task.");
        }
        if (tasks.stream().map(Task::name).distinct().count() != tasks.size()) {
            throw new InvalidInputException("Two of the tasks to evaluate have the same name; give each once.");
        }
    }

    /** One row of each task. */
    public sealed interface Entry permits Given, Searched {}

    /** The same for every task. */
    public record Given(Configuration configuration) implements Entry {}

    /**
     * A mixture of its own for each task, by examples of it.
     *
     * @param experts that it may use, as they stand in a table
     */
    public record Searched(List<String> experts, MixtureFinder finder) implements Entry {

        public Searched {
            experts = List.copyOf(experts);
        }
    }

    /** Everything that decides the figures, as JSON can hold it; fixed before the split is opened. */
    Map<String, Object> description(
            AdaptedModel model, Map<String, List<Configuration>> fixed, Map<String, List<TaskItem>> found) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("format_version", 1);
        Map<String, Object> base = new LinkedHashMap<>();
        base.put("name", model.identity().name());
        base.put("fingerprint", model.identity().fingerprint().orElse(""));
        base.put("dtype", model.model().dtype().label());
        all.put("model", base);
        all.put("split", split.label());
        all.put("limit", limit);
        all.put("seed", seed);
        all.put("shots", shots.stream().sorted().toList());
        List<Object> byTask = new ArrayList<>();
        for (Task task : tasks) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("task", task.name());
            each.put("fingerprint", task.fingerprint());
            each.put(
                    "shots",
                    found.getOrDefault(task.name(), List.of()).stream()
                            .map(TaskItem::id)
                            .toList());
            each.put(
                    "configurations",
                    fixed.getOrDefault(task.name(), List.of()).stream()
                            .map(Configuration::description)
                            .toList());
            byTask.add(each);
        }
        all.put("tasks", byTask);
        return all;
    }
}
