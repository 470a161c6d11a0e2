package org.t2workbench.core.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which questions two sets of items share, so that nothing is measured on what was trained on. Case, white space, width
 * of characters and final marks do not make a question another one. Immutable.
 *
 * @param shared pairs with the same question, in the order of the first set
 */
public record ItemOverlap(List<Pair> shared) {

    /** Shorter questions would be found inside others by chance. */
    private static final int SHORTEST_INSIDE = 24;

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

    /**
     * Of two sets of items, where a question of the first may also hold one of the second inside it, as a dispatcher's
     * questions hold those of other tasks. Questions of fewer than {@value #SHORTEST_INSIDE} characters count only where
     * they are the whole question.
     */
    public static ItemOverlap inside(List<TaskItem> one, List<TaskItem> other) {
        Map<String, String> whole = new HashMap<>();
        Map<String, List<TaskItem>> byStart = new HashMap<>();
        for (TaskItem item : other) {
            String key = key(item);
            whole.putIfAbsent(key, item.id());
            if (key.length() >= SHORTEST_INSIDE) {
                byStart.computeIfAbsent(key.substring(0, SHORTEST_INSIDE), any -> new ArrayList<>())
                        .add(item);
            }
        }
        List<Pair> shared = new ArrayList<>();
        for (TaskItem item : one) {
            String key = key(item);
            Optional<String> found = Optional.ofNullable(whole.get(key)).or(() -> within(key, byStart));
            found.ifPresent(id -> shared.add(new Pair(item.id(), id)));
        }
        return new ItemOverlap(shared);
    }

    private static Optional<String> within(String text, Map<String, List<TaskItem>> byStart) {
        for (int at = 0; at + SHORTEST_INSIDE <= text.length(); at++) {
            for (TaskItem item : byStart.getOrDefault(text.substring(at, at + SHORTEST_INSIDE), List.of())) {
                if (text.startsWith(key(item), at)) {
                    return Optional.of(item.id());
                }
            }
        }
        return Optional.empty();
    }

    /** What makes a question the same question. */
    static String key(TaskItem item) {
        return Comparison.normalised(item.question());
    }
}
