package org.t2workbench.core.evaluation;

import java.util.List;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.svf.Mixture;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskItem;

/** Finds the mixture of a task by examples of it, before the test split is opened. */
@FunctionalInterface
public interface MixtureFinder {

    /**
     * @param task a {@link SealedTask}: its test split cannot be read
     * @throws InvalidInputException when the task has too few examples, or its test split is asked for
     * @throws CancelledException when cancelled
     */
    Found find(Task task, Progress progress, CancellationToken token);

    /**
     * What was found.
     *
     * @param shots the examples that it was found by: no row is scored on them
     */
    record Found(Mixture mixture, List<TaskItem> shots) {

        public Found {
            shots = List.copyOf(shots);
        }
    }
}
