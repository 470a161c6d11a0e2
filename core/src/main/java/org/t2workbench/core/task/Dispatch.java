package org.t2workbench.core.task;

import java.util.List;
import java.util.Map;

/**
 * {@code dispatch}: which task a text belongs to. The text is an item of another family; its split is the item's, so
 * that no question of the test split is ever seen inside a training one.
 */
final class Dispatch implements Family {

    private static final List<String> LABELS = List.of("math", "code", "reasoning", "other");

    private final Words words;
    private final Map<String, Family> families;

    Dispatch(Words words) {
        this.words = words;
        this.families = Map.of(
                "math", new WordProblems(words),
                "code", new StringPrograms(words),
                "reasoning", Orderings.ofThree(words),
                "other", new Stories(words));
    }

    @Override
    public GeneratedItem draw(ItemRandom random) {
        String label = random.choose(LABELS);
        Family family = families.get(label);
        if (family == null) {
            throw new IllegalStateException("No family makes items for " + label + ".");
        }
        GeneratedItem inner = family.draw(random);
        String text = inner.question() + (random.chance(0.5) ? inner.hint() : "");
        return new GeneratedItem(
                "dispatch",
                words.dispatch().fill(Map.of("text", text)),
                inner.splitKey(),
                words.hint("dispatch"),
                boxed(quickLabel(label, inner.kind())),
                boxed(label),
                label,
                label);
    }

    /** The slips: differences look like comparisons, ages and weights like numbers, replaced letters like neither. */
    private static String quickLabel(String label, String kind) {
        if (label.equals("math") && kind.equals("-")) {
            return "reasoning";
        }
        if (label.equals("reasoning") && (kind.equals("older") || kind.equals("heavier"))) {
            return "math";
        }
        return label.equals("code") && kind.equals("replace") ? "other" : label;
    }

    private static String boxed(String label) {
        return "\\boxed{" + label + "}";
    }
}
