package org.t2workbench.core.adaptation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.task.BoxedGrader;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskSeparation;

/**
 * Keeps evaluation items out of a dispatcher's training data: (prompt, category) pairs come from the training splits only.
 * The released code trains its dispatcher on questions of a test set.
 */
public final class DispatchTraining {

    private DispatchTraining() {}

    /** Whether what is trained on a task is a dispatcher: it is named so, or its answers are the categories. */
    public static boolean isDispatch(Task task, DispatchPrompt prompt) {
        if (task.name().equals(prompt.dispatcher())) {
            return true;
        }
        return task.grader() instanceof BoxedGrader boxed
                && new HashSet<>(boxed.labels())
                        .equals(prompt.labels().stream()
                                .map(label -> label.toLowerCase(Locale.ROOT))
                                .collect(Collectors.toSet()));
    }

    /**
     * Before a training.
     *
     * @param evaluated names or files of the tasks that will be measured on; where there are none and a dispatcher is
     *     trained, every task that a category names and whose data are there
     * @throws InvalidInputException when one of their test items is in the training data, or one cannot be read
     */
    public static void require(
            Task trained, DispatchPrompt prompt, List<String> evaluated, Function<String, Task> tasks) {
        List<Task> found = evaluated.isEmpty()
                ? isDispatch(trained, prompt) ? readable(prompt.tasks(), tasks) : List.of()
                : evaluated.stream().map(tasks).toList();
        if (!found.isEmpty()) {
            new TaskSeparation(trained).require(found);
        }
    }

    private static List<Task> readable(List<String> names, Function<String, Task> tasks) {
        List<Task> found = new ArrayList<>();
        for (String name : names) {
            try {
                Task task = tasks.apply(name);
                task.source().items(Split.TEST, 1, 0);
                found.add(task);
            } catch (InvalidInputException e) {
                // not on this machine: nothing can be measured on it here either
                continue;
            }
        }
        return found;
    }
}
