package org.t2workbench.core.task;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.t2workbench.core.job.InvalidInputException;

/**
 * The last number as the authors' code reads it, in answer and item alike, for comparison with their figures: by
 * {@code \d*\.?\d+}, so that 1,000 is read as 0 and a minus is dropped; the item's number is cut to a whole one.
 */
record ReferenceNumberGrader() implements Grader {

    /** Python's digits are those of every script. */
    private static final Pattern NUMBER = Pattern.compile("\\d*\\.?\\d+", Pattern.UNICODE_CHARACTER_CLASS);

    @Override
    public Grade grade(String text, TaskItem item) {
        OptionalDouble gold = last(item.answer());
        if (gold.isEmpty()) {
            throw new InvalidInputException(
                    "The answer of item " + item.id() + " is \"" + item.answer() + "\", which is no number.");
        }
        OptionalDouble read = last(text);
        if (read.isEmpty()) {
            return Grade.NONE;
        }
        double wanted = Math.floor(gold.getAsDouble());
        return new Grade(read.getAsDouble() == wanted, true, Optional.of(Double.toString(read.getAsDouble())));
    }

    private static OptionalDouble last(String text) {
        OptionalDouble last = OptionalDouble.empty();
        Matcher matcher = NUMBER.matcher(text);
        while (matcher.find()) {
            StringBuilder digits = new StringBuilder();
            matcher.group()
                    .codePoints()
                    .forEach(point -> digits.append(point == '.' ? "." : Integer.toString(Character.digit(point, 10))));
            last = OptionalDouble.of(Double.parseDouble(digits.toString()));
        }
        return last;
    }
}
