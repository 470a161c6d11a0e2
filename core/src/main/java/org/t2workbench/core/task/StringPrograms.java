package org.t2workbench.core.task;

import java.util.ArrayList;
import java.util.List;

/** {@code code}: what a program of one string operation prints. */
final class StringPrograms implements Family {

    static final List<String> KINDS = List.of("reverse", "rotate", "slice", "replace");
    static final String QUESTION = "What does this program print?\n";

    private static final int SHORTEST = 4;
    private static final int LONGEST = 5;

    private final Words words;

    StringPrograms(Words words) {
        this.words = words;
    }

    @Override
    public GeneratedItem draw(ItemRandom random) {
        String kind = random.choose(KINDS);
        Subject subject = subject(kind, words, random);
        StringOperation operation = operation(kind, subject.text(), subject.replaced(), words, random);
        String result = operation.apply(subject.text());
        String question = QUESTION + "s = \"" + subject.text() + "\"\nprint(" + operation.expression("s") + ")";
        return new GeneratedItem(
                "code",
                question,
                question,
                words.hint("code"),
                output(operation.quick(subject.text())),
                letters(operation.traced(subject.text())) + " " + output(result),
                result,
                kind);
    }

    /**
     * A string to work on.
     *
     * @param text the string
     * @param replaced the letter of it that a replacement replaces
     */
    record Subject(String text, String replaced) {}

    /** Different letters; for a replacement, in half of the cases, the replaced one stands in two places. */
    static Subject subject(String kind, Words words, ItemRandom random) {
        int length = random.between(SHORTEST, LONGEST);
        List<String> letters = new ArrayList<>(random.sample(words.letters(), length));
        int replaced = random.below(length);
        String letter = letters.get(replaced);
        if (kind.equals("replace") && random.chance(0.5)) {
            int other = random.below(length - 1);
            letters.set(other < replaced ? other : other + 1, letter);
        }
        return new Subject(String.join("", letters), letter);
    }

    static StringOperation operation(String kind, String text, String replaced, Words words, ItemRandom random) {
        int length = text.length();
        switch (kind) {
            case "reverse":
                return new StringOperation.Reverse();
            case "rotate":
                return new StringOperation.Rotate(random.between(1, length - 1));
            case "slice":
                int from = random.between(0, length - 3);
                return new StringOperation.Slice(from, random.between(from + 2, length - 1));
            case "replace":
                return new StringOperation.Replace(replaced, random.choose(words.newLetters()));
            default:
                throw new IllegalArgumentException("There is no operation " + kind + ".");
        }
    }

    /** {@code 0F 1H 2C.} */
    static String letters(String text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            line.append(i == 0 ? "" : " ").append(i).append(text.charAt(i));
        }
        return line.append('.').toString();
    }

    static String output(String text) {
        return "Output: \"" + text + "\"";
    }
}
