package org.t2workbench.core.training;

import java.util.List;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.Sampling;
import org.t2workbench.core.model.WeightView;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskItem;

/** Greedy answers to the same items at every validation of every run of a task, so that runs can be compared. */
final class Validation {

    private static final long SEED = 1;

    private final TaskAnswers answers;
    private final List<TaskItem> items;

    /** @throws InvalidInputException when there is nothing to validate on, or no prompt fits the context */
    Validation(TaskAnswers answers, Task task, int count, PromptFit fit) {
        List<TaskItem> found = task.source().items(Split.VALIDATION, count, SEED);
        if (found.isEmpty()) {
            throw new InvalidInputException("The task " + task.name() + " has no items to validate on.");
        }
        this.answers = answers;
        this.items = fit.fitting(found, "validation");
    }

    Accuracy measure(WeightView view, Progress progress, CancellationToken token) {
        return Accuracy.of(answers.answer(view, items, Sampling.greedy(), progress, token));
    }
}
