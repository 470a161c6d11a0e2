package org.t2workbench.core.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.task.TaskItem;

/** Leaves out the items whose prompts leave no room for an answer in the model's context, and says which. */
final class PromptFit {

    /** Items named in the log; the others are counted. */
    private static final int NAMED = 5;

    private final String task;
    private final ToIntFunction<TaskItem> length;
    private final int context;
    private final Consumer<String> log;
    private int left;

    /**
     * @param task its name, for the sentences
     * @param length tokens of an item's prompt
     * @param log hears a sentence for the first items that are left out
     */
    PromptFit(String task, ToIntFunction<TaskItem> length, int context, Consumer<String> log) {
        this.task = task;
        this.length = length;
        this.context = context;
        this.log = log;
    }

    /** Whether a prompt leaves room for a token at least. */
    boolean fits(TaskItem item) {
        int tokens = length.applyAsInt(item);
        if (tokens < context) {
            return true;
        }
        if (left < NAMED) {
            log.accept(
                    "the prompt of item " + item.id() + " has " + tokens + " tokens, which leaves no room for an answer"
                            + " in the model's context of " + context + "; it is left out");
        }
        left++;
        return false;
    }

    /**
     * Those that fit, in the same order.
     *
     * @param split for the sentences
     * @throws InvalidInputException when there are items and none fits
     */
    List<TaskItem> fitting(List<TaskItem> items, String split) {
        List<TaskItem> fitting = new ArrayList<>(items);
        fitting.removeIf(item -> !fits(item));
        if (fitting.isEmpty()) {
            throw nothingFits(split);
        }
        if (fitting.size() < items.size()) {
            log.accept((items.size() - fitting.size()) + " of " + items.size() + " " + split
                    + " items are left out, as their prompts do not fit the context");
        }
        return List.copyOf(fitting);
    }

    InvalidInputException nothingFits(String split) {
        return new InvalidInputException("No prompt of the " + split + " items of the task " + task
                + " fits the model's context of " + context + " tokens; use shorter prompts or another model.");
    }
}
