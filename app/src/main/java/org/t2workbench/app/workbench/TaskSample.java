package org.t2workbench.app.workbench;

import java.util.List;

/**
 * A look at a task: what it asks and how the open model is asked it.
 *
 * @param name as experts trained on it carry it
 * @param maxTokens most new tokens an answer may have
 * @param trainItems in the training split; -1 where it has no end
 * @param validationItems in the validation split; -1 where it has no end
 * @param notes what was left out of the data, one sentence each
 * @param items the first of the training split
 */
public record TaskSample(
        String name,
        String description,
        int maxTokens,
        int trainItems,
        int validationItems,
        List<String> notes,
        List<Item> items) {

    public TaskSample {
        notes = List.copyOf(notes);
        items = List.copyOf(items);
    }

    /**
     * One item of the training split.
     *
     * @param prompt what the model reads, template and all
     * @param promptTokens its length
     * @param expected what a right answer comes down to
     * @param solution a worked one; empty where the data has none
     */
    public record Item(String question, String prompt, int promptTokens, String expected, String solution) {}
}
