package org.t2workbench.core.evaluation;

import java.util.List;
import java.util.OptionalInt;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.task.ItemSource;
import org.t2workbench.core.task.ItemStream;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskItem;

/**
 * A task whose evaluation split cannot be read: what a configuration is chosen with, so that none can be picked on the
 * items that it is then measured on.
 */
final class SealedTask {

    private SealedTask() {}

    /** @param closed the split that will be measured on */
    static Task of(Task task, Split closed) {
        return new Task(
                task.name(),
                task.description(),
                task.systemMessage(),
                task.promptTemplate(),
                task.stops(),
                task.maxTokens(),
                task.mustFinish(),
                task.grader(),
                new Source(task.name(), task.source(), closed));
    }

    private record Source(String task, ItemSource source, Split closed) implements ItemSource {

        @Override
        public ItemStream stream(Split split, long seed) {
            requireOpen(split);
            return source.stream(split, seed);
        }

        @Override
        public List<TaskItem> items(Split split, int count, long seed) {
            requireOpen(split);
            return source.items(split, count, seed);
        }

        @Override
        public OptionalInt size(Split split) {
            return source.size(split);
        }

        @Override
        public List<String> notes() {
            return source.notes();
        }

        @Override
        public String fingerprint() {
            return source.fingerprint();
        }

        private void requireOpen(Split split) {
            if (split == closed) {
                throw new InvalidInputException("The split " + split.label() + " of the task " + task
                        + " is what will be measured on; it is opened once every configuration is fixed and recorded.");
            }
        }
    }
}
