package org.t2workbench.core.task;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.t2workbench.core.job.InvalidInputException;

/**
 * The last number after a marker. Thousands' commas, a sign (also the typographic minus), a currency sign and decimals
 * are understood; numbers are compared by value, so 7.50 is 7.5.
 *
 * @param marker text before the answer, as {@code ####}; empty when the whole text is searched
 */
public record NumberGrader(String marker) implements Grader {

    /** Longer than any quantity; parsing a number is quadratic in its length. */
    private static final int MOST_DIGITS = 1000;

    private static final Pattern NUMBER = Pattern.compile(
            "([-+\u2212]?)[$€£]?((?:[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])|[0-9]++)(?:\\.[0-9]++)?|\\.[0-9]++)");

    @Override
    public Grade grade(String text, TaskItem item) {
        BigDecimal wanted = last(item.answer())
                .orElseThrow(() -> new InvalidInputException(
                        "The answer of item " + item.id() + " is \"" + item.answer() + "\", which is no number."));
        Optional<String> tail = Marked.tail(text, marker);
        Optional<BigDecimal> read = tail.flatMap(NumberGrader::last);
        if (read.isEmpty()) {
            return Grade.NONE;
        }
        boolean inForm = NUMBER.matcher(tail.get().strip()).matches();
        return new Grade(
                read.get().compareTo(wanted) == 0,
                inForm,
                Optional.of(read.get().toPlainString()));
    }

    /** The last number of a text. */
    static Optional<BigDecimal> last(String text) {
        Matcher matcher = NUMBER.matcher(text);
        Optional<BigDecimal> last = Optional.empty();
        while (matcher.find()) {
            String digits = matcher.group(2).replace(",", "");
            if (digits.length() > MOST_DIGITS) {
                last = Optional.empty();
                continue;
            }
            BigDecimal value = new BigDecimal(digits);
            last = Optional.of(isNegative(text, matcher) ? value.negate() : value);
        }
        return last;
    }

    /** A minus between two operands, as in 9-4, is not the sign of the second. */
    private static boolean isNegative(String text, Matcher matcher) {
        String sign = matcher.group(1);
        if (sign.isEmpty() || sign.equals("+")) {
            return false;
        }
        if (matcher.start() == 0) {
            return true;
        }
        char before = text.charAt(matcher.start() - 1);
        return !Character.isLetterOrDigit(before) && before != ')' && before != '.' && before != '%';
    }
}
