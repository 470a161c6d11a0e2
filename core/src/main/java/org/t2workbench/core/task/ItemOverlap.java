package org.t2workbench.core.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
        TreeMap<String, String> asked = new TreeMap<>();
        other.forEach(item -> asked.putIfAbsent(key(item), item.id()));
        List<Pair> shared = new ArrayList<>();
        for (TaskItem item : one) {
            String key = key(item);
            Optional.ofNullable(asked.get(key))
                    .or(() -> within(key, asked))
                    .ifPresent(id -> shared.add(new Pair(item.id(), id)));
        }
        return new ItemOverlap(shared);
    }

    /** Whether one of the questions begins at a word of the text. */
    private static Optional<String> within(String text, TreeMap<String, String> asked) {
        for (int at = 0; at + SHORTEST_INSIDE <= text.length(); at++) {
            if (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1))) {
                Optional<String> found = beginning(text.substring(at), asked);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The question that a text begins with. In order, such a question stands at or before the text; what stands between
     * them shares its beginning with the text, so that the text can be cut down to what they share.
     */
    private static Optional<String> beginning(String text, TreeMap<String, String> asked) {
        String rest = text;
        while (rest.length() >= SHORTEST_INSIDE) {
            Map.Entry<String, String> before = asked.floorEntry(rest);
            if (before == null) {
                return Optional.empty();
            }
            int common = common(rest, before.getKey());
            if (common == before.getKey().length()) {
                return common >= SHORTEST_INSIDE ? Optional.of(before.getValue()) : Optional.empty();
            }
            rest = rest.substring(0, common);
        }
        return Optional.empty();
    }

    private static int common(String one, String other) {
        int length = 0;
        while (length < Math.min(one.length(), other.length()) && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return length;
    }

    /** What makes a question the same question. */
    static String key(TaskItem item) {
        return Comparison.normalised(item.question());
    }
}
