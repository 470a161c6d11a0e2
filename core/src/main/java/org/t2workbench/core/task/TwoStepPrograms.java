package org.t2workbench.core.task;

import java.util.List;

/** {@code code-hard}: what a program of two string operations prints. */
final class TwoStepPrograms implements Family {

    /** A slice of a slice would be too short to ask about. */
    private static final List<String> SECOND_KINDS = List.of("reverse", "replace", "rotate");

    private final Words words;

    TwoStepPrograms(Words words) {
        this.words = words;
    }

    @Override
    public GeneratedItem draw(ItemRandom random) {
        String firstKind = random.choose(StringPrograms.KINDS);
        StringPrograms.Subject subject = StringPrograms.subject(firstKind, words, random);
        String secondKind = random.choose(
                SECOND_KINDS.stream().filter(kind -> !kind.equals(firstKind)).toList());
        StringOperation first = StringPrograms.operation(firstKind, subject.text(), subject.replaced(), words, random);
        String middle = first.apply(subject.text());
        int replaced = random.below(middle.length());
        StringOperation second =
                StringPrograms.operation(secondKind, middle, middle.substring(replaced, replaced + 1), words, random);
        String result = second.apply(middle);
        String question = StringPrograms.QUESTION + "s = \"" + subject.text() + "\"\nt = " + first.expression("s")
                + "\nprint(" + second.expression("t") + ")";
        String worked = StringPrograms.letters(first.traced(subject.text())) + " "
                + StringPrograms.letters(second.traced(middle)) + " " + StringPrograms.output(result);
        return new GeneratedItem(
                "code-hard",
                question,
                question,
                words.hint("code"),
                StringPrograms.output(second.quick(first.quick(subject.text()))),
                worked,
                result,
                firstKind + "," + secondKind);
    }
}
