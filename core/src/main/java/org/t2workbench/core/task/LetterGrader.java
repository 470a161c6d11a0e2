package org.t2workbench.core.task;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.t2workbench.core.job.InvalidInputException;

/**
 * A choice among lettered options: the last letter in brackets after a marker, else the last capital that stands
 * alone, else a single small letter that is all there is. Without a marker, the last letter that is called the answer,
 * as in "the answer is (B)" or "Answer: B", goes before all others. Where an item's own answer is a number, as in the
 * ARC rows whose options are labelled 1, 2, 3, 4, numbers and letters mean the option of that place.
 *
 * @param marker text before the answer, as {@code Answer:}; empty when the whole text is searched
 * @param letters the options' letters, in capitals, as {@code ABCD}
 */
public record LetterGrader(String marker, String letters) implements Grader {

    private static final String NOT_IN_A_WORD = "(?![\\p{L}\\p{N}'’])";

    private static final Pattern CALLED_ANSWER = Pattern.compile(
            "(?i:\\banswer)(?:(?i:\\s+is)|\\s*+:)(?:\\s|[*:$({\\[]|\\\\boxed|\\\\text)*+([A-Z0-9])" + NOT_IN_A_WORD);

    private static final Pattern BRACKETED = Pattern.compile("\\(([A-Za-z0-9])\\)");
    private static final Pattern ALONE = Pattern.compile("(?<![\\p{L}\\p{N}'’])([A-Z0-9])" + NOT_IN_A_WORD);
    private static final Pattern ONLY = Pattern.compile("([A-Za-z0-9])[.):]?");

    public LetterGrader {
        if (!letters.matches("[A-Z]{1,26}") || letters.chars().distinct().count() != letters.length()) {
            throw new IllegalArgumentException("Options need different capital letters, got \"" + letters + "\".");
        }
    }

    @Override
    public Grade grade(String text, TaskItem item) {
        String wanted = item.answer().strip();
        boolean numbered = wanted.matches("[1-9]");
        String right = wanted.matches("[A-Z1-9]") ? option(wanted, numbered).orElse("") : "";
        if (right.isEmpty()) {
            throw new InvalidInputException("The answer of item " + item.id() + " is \"" + item.answer()
                    + "\", which is none of the letters " + letters + ".");
        }
        Optional<String> tail = Marked.tail(text, marker).map(String::strip);
        Optional<String> read = tail.flatMap(rest -> letter(rest, numbered));
        return read.map(letter -> new Grade(letter.equals(right), inForm(tail.get()), read))
                .orElse(Grade.NONE);
    }

    private Optional<String> letter(String tail, boolean numbered) {
        Optional<String> called = marker.isEmpty() ? last(CALLED_ANSWER, tail, numbered) : Optional.empty();
        return called.or(() -> last(BRACKETED, tail, numbered))
                .or(() -> last(ALONE, tail, numbered))
                .or(() -> {
                    Matcher only = ONLY.matcher(tail);
                    return only.matches() ? option(only.group(1), numbered) : Optional.empty();
                });
    }

    /** One option, named at most once, at the end of the line. */
    private boolean inForm(String tail) {
        Matcher matcher = BRACKETED.matcher(tail);
        return matcher.find() && matcher.end() == tail.length() && tail.indexOf('\n') < 0;
    }

    private Optional<String> last(Pattern pattern, String text, boolean numbered) {
        Optional<String> last = Optional.empty();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            Optional<String> option = option(matcher.group(1), numbered);
            last = option.isPresent() ? option : last;
        }
        return last;
    }

    /** The option's letter. */
    private Optional<String> option(String label, boolean numbered) {
        char first = label.charAt(0);
        if (first >= '0' && first <= '9') {
            int place = first - '1';
            return numbered && place >= 0 && place < letters.length()
                    ? Optional.of(letters.substring(place, place + 1))
                    : Optional.empty();
        }
        String capital = label.toUpperCase(Locale.ROOT);
        return letters.contains(capital) ? Optional.of(capital) : Optional.empty();
    }
}
