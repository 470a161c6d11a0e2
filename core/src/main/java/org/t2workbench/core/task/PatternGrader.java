package org.t2workbench.core.task;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.t2workbench.core.job.InvalidInputException;

/**
 * A user's own regular expression: its last match in the text is the answer, or the first group of it when it has one.
 * An answer is in the asked form when there is a match. A pattern that needs more than a bounded number of steps, as
 * {@code (a+)+\1b} does, is refused instead of hanging the training.
 *
 * @param pattern as {@link java.util.regex.Pattern} understands it
 * @param comparison which differences between match and answer count
 */
public record PatternGrader(Pattern pattern, Comparison comparison) implements Grader {

    @Override
    public Grade grade(String text, TaskItem item) {
        try {
            Matcher matcher = pattern.matcher(new BoundedText(text));
            Optional<String> read = Optional.empty();
            while (matcher.find()) {
                String match = matcher.groupCount() == 0 ? matcher.group() : matcher.group(1);
                read = Optional.ofNullable(match).map(String::toString);
            }
            return read.map(answer -> new Grade(comparison.same(answer, item.answer()), true, Optional.of(answer)))
                    .orElse(Grade.NONE);
        } catch (BoundedText.TooManyStepsException | StackOverflowError e) {
            throw new InvalidInputException(
                    "The grader's pattern \"" + pattern.pattern()
                            + "\" takes too many steps on an answer; write it without nested repetitions.",
                    null,
                    e);
        }
    }

    /** A text that counts how often it is looked at: the one thing a matcher does at every step. */
    private static final class BoundedText implements CharSequence {

        /** Some hundredths of a second; an honest pattern looks at each character a few times. */
        private static final int MOST_STEPS = 5_000_000;

        private final String text;
        private int steps;

        BoundedText(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            steps++;
            if (steps > MOST_STEPS) {
                throw new TooManyStepsException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }

        private static final class TooManyStepsException extends RuntimeException {
            private static final long serialVersionUID = 1L;
        }
    }
}
