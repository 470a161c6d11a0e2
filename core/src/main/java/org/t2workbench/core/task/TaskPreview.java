package org.t2workbench.core.task;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.t2workbench.core.text.Message;

/**
 * What a person wants to see of a task before training on it. Immutable.
 *
 * @param name of the task
 * @param description one sentence
 * @param fingerprint of everything that decides what is asked and what counts as right
 * @param sizes items of each split; empty where the split has no end
 * @param items the first of the split that was asked for, in the order of a seed
 * @param notes what was left out of the data, one sentence each
 */
public record TaskPreview(
        String name,
        String description,
        String fingerprint,
        Map<Split, OptionalInt> sizes,
        List<Item> items,
        List<String> notes) {

    /**
     * An item as a model gets it.
     *
     * @param id of the item
     * @param messages the turns before the answer, in order, before any chat template
     * @param solution for next-token training; empty where the data has none
     * @param answer what the grader compares with; for code, the tests
     */
    public record Item(String id, List<Message> messages, String solution, String answer) {}

    public TaskPreview {
        sizes = Collections.unmodifiableMap(new EnumMap<>(sizes));
        items = List.copyOf(items);
        notes = List.copyOf(notes);
    }

    /**
     * Reads the data.
     *
     * @param split whose items are shown
     * @param count how many at most
     * @throws org.t2workbench.core.job.InvalidInputException when the data is not there or malformed
     */
    public static TaskPreview of(Task task, Split split, int count, long seed) {
        ItemSource source = task.source();
        Map<Split, OptionalInt> sizes = new EnumMap<>(Split.class);
        for (Split each : Split.values()) {
            sizes.put(each, source.size(each));
        }
        List<Item> items = source.items(split, count, seed).stream()
                .map(item -> new Item(item.id(), task.messages(item), item.solution(), item.answer()))
                .toList();
        return new TaskPreview(task.name(), task.description(), task.fingerprint(), sizes, items, source.notes());
    }
}
