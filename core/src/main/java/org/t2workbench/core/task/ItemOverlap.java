package org.t2workbench.core.task;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which questions two sets of items share, so that nothing is measured on what was trained on. Case, white space, width
 * of characters and final marks do not make a question another one. Immutable.
 *
 * @param shared pairs with the same question, in the order of the first set
 */
public record ItemOverlap(List<Pair> shared) {

    /**
     * The same question twice.
     *
     * @param one the id in the first set
     * @param other the id in the second
     */
    public record Pair(String one, String other) {}

    public ItemOverlap {
        shared = List.copyOf(shared);
    }

    public boolean isEmpty() {
        return shared.isEmpty();
    }

    /** Of two sets of items. */
    public static ItemOverlap of(List<TaskItem> one, List<TaskItem> other) {
        Map<String, String> ids = new HashMap<>();
        other.forEach(item -> ids.putIfAbsent(key(item), item.id()));
        return new ItemOverlap(one.stream()
                .filter(item -> ids.containsKey(key(item)))
                .map(item -> new Pair(item.id(), ids.getOrDefault(key(item), "")))
                .toList());
    }

    /**
     * Of a split of one source and a split of another.
     *
     * @param most items of each that are looked at; generated sources have no end
     */
    public static ItemOverlap between(ItemSource one, Split split, ItemSource other, Split otherSplit, int most) {
        return of(one.items(split, most, 0), other.items(otherSplit, most, 0));
    }

    /** What makes a question the same question. */
    static String key(TaskItem item) {
        return Comparison.normalised(item.question());
    }
}
