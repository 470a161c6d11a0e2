package org.t2workbench.core.task;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.t2workbench.core.job.InvalidInputException;

/**
 * Refuses to measure on what was trained on: no item of a task's training and validation splits, the latter of which chose
 * the best, may be an evaluation item or hold one inside.
 */
public final class TaskSeparation {

    /** What a training sees of a task. */
    public static final List<Split> TRAINED_ON = List.of(Split.TRAIN, Split.VALIDATION);

    /** Items of a split without an end that are looked at: more than a run draws. A file's are looked at all. */
    private static final int OF_ENDLESS = 5_000;

    private static final long SEED = 1;

    private final Task trained;
    private final List<TaskItem> items;

    /** @param trained the task that something was, or is to be, trained on */
    public TaskSeparation(Task trained) {
        this.trained = trained;
        this.items = new ArrayList<>();
        TRAINED_ON.forEach(split -> items.addAll(itemsOf(trained, split)));
    }

    /**
     * Before a training.
     *
     * @param evaluated the tasks that will be measured on, on their test splits
     * @throws InvalidInputException when they share a question, naming it
     */
    public void require(Collection<Task> evaluated) {
        for (Task task : evaluated) {
            require(task, itemsOf(task, Split.TEST));
        }
    }

    private static List<TaskItem> itemsOf(Task task, Split split) {
        return task.source().items(split, task.source().size(split).orElse(OF_ENDLESS), SEED);
    }

    /**
     * Before an evaluation, of the very items that are to be answered.
     *
     * @throws InvalidInputException when one of them was trained on
     */
    public void require(Task evaluated, List<TaskItem> asked) {
        ItemOverlap overlap = ItemOverlap.inside(items, asked);
        if (!overlap.isEmpty()) {
            ItemOverlap.Pair first = overlap.shared().get(0);
            throw new InvalidInputException("The training data of the task " + trained.name() + " hold "
                    + overlap.shared().size() + " evaluation items of the task " + evaluated.name() + " (first "
                    + first.one() + ", which is " + first.other()
                    + "), so nothing trained on it may be measured there; take the training data from the training"
                    + " splits only.");
        }
    }
}
