package org.t2workbench.core.adaptation.search;

import java.util.List;
import java.util.Locale;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskItem;
import org.t2workbench.core.training.PromptEncoder;

/** Draws the items that a search scores its members with. */
final class Shots {

    private Shots() {}

    /**
     * Items of the task's own split for them; those whose prompts leave no room for an answer are passed over.
     *
     * @param context positions of the model
     * @throws InvalidInputException when there are not as many as were asked for
     */
    static List<TaskItem> draw(Task task, int count, long seed, PromptEncoder encoder, int context) {
        for (int wanted = count; ; wanted *= 2) {
            List<TaskItem> items = task.source().items(Split.SHOTS, wanted, seed);
            List<TaskItem> fitting = items.stream()
                    .filter(item -> encoder.prompt(task.messages(item)).length < context)
                    .limit(count)
                    .toList();
            if (fitting.size() == count) {
                return fitting;
            }
            if (items.size() < wanted) {
                throw tooFew(task, count, items.size(), fitting.size());
            }
        }
    }

    private static InvalidInputException tooFew(Task task, int count, int found, int fitting) {
        String split = Split.SHOTS.name().toLowerCase(Locale.ROOT);
        if (found == 0) {
            return new InvalidInputException("The task " + task.name() + " has no items in its split '" + split
                    + "', so no mixture can be searched for it.");
        }
        String why = fitting < found ? ", of which " + fitting + " fit the model's context" : "";
        return new InvalidInputException("The task " + task.name() + " has " + found + " items in its split '" + split
                + "'" + why + ", but " + count + " were asked for; ask for fewer shots.");
    }
}
