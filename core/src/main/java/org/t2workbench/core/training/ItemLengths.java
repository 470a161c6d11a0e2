package org.t2workbench.core.training;

import java.util.List;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskItem;

/**
 * How long a task's prompts and answers are, by some of its training items: what memory and time are told from. Immutable.
 *
 * @param longestPrompt in tokens
 * @param prompt tokens in the mean
 * @param answer tokens in the mean: of the worked solutions, or the most an answer may have where there are none
 */
public record ItemLengths(int longestPrompt, double prompt, double answer) {

    /** Enough to know how long they get. */
    private static final int MEASURED = 64;

    private static final long SEED = 1;

    /** @throws org.t2workbench.core.job.InvalidInputException when the task's data cannot be read */
    public static ItemLengths of(Task task, PromptEncoder encoder) {
        List<TaskItem> items = task.source().items(Split.TRAIN, MEASURED, SEED);
        int[] prompts = items.stream()
                .mapToInt(item -> encoder.prompt(task.messages(item)).length)
                .toArray();
        double answer = items.stream()
                .filter(item -> !item.solution().isBlank())
                .mapToInt(item -> Math.min(encoder.answer(item.solution()).length, task.maxTokens()))
                .average()
                .orElse(task.maxTokens());
        int longest = 0;
        double sum = 0;
        for (int length : prompts) {
            longest = Math.max(longest, length);
            sum += length;
        }
        return new ItemLengths(longest, sum / Math.max(1, prompts.length), answer);
    }
}
