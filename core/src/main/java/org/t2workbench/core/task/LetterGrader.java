package org.t2workbench.core.task;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.t2workbench.core.job.InvalidInputException;

/**
 * A choice among lettered options: the last letter in brackets after a marker, else the last capital that stands
 * alone, else a single small letter that is all there is.
 *
 * @param marker text before the answer, as {@code Answer:}; empty when the whole text is searched
 * @param letters the options' letters, in capitals, as {@code ABCD}
 */
public record LetterGrader(String marker, String letters) implements Grader {

    private static final Pattern BRACKETED = Pattern.compile("\\(([A-Za-z])\\)");
    private static final Pattern ALONE = Pattern.compile("(?<![\\p{L}\\p{N}'’])([A-Z])(?![\\p{L}\\p{N}'’])");
    private static final Pattern ONLY = Pattern.compile("([A-Za-z])[.):]?");

    public LetterGrader {
        if (!letters.matches("[A-Z]{1,26}") || letters.chars().distinct().count() != letters.length()) {
            throw new IllegalArgumentException("Options need different capital letters, got \"" + letters + "\".");
        }
    }

    @Override
    public Grade grade(String text, TaskItem item) {
        String wanted = item.answer().strip();
        if (wanted.length() != 1 || letters.indexOf(wanted.charAt(0)) < 0) {
            throw new InvalidInputException("The answer of item " + item.id() + " is \"" + item.answer()
                    + "\", which is none of the letters " + letters + ".");
        }
        Optional<String> tail = Marked.tail(text, marker).map(String::strip);
        Optional<String> read = tail.flatMap(this::letter);
        return read.map(letter -> new Grade(letter.equals(wanted), inForm(tail.get()), read))
                .orElse(Grade.NONE);
    }

    private Optional<String> letter(String tail) {
        Optional<String> bracketed = last(BRACKETED, tail);
        if (bracketed.isPresent()) {
            return bracketed;
        }
        Optional<String> alone = last(ALONE, tail);
        if (alone.isPresent()) {
            return alone;
        }
        Matcher only = ONLY.matcher(tail);
        return only.matches() ? option(only.group(1)) : Optional.empty();
    }

    /** One option, named at most once, at the end of the line. */
    private boolean inForm(String tail) {
        Matcher matcher = BRACKETED.matcher(tail);
        return matcher.find() && matcher.end() == tail.length() && tail.indexOf('\n') < 0;
    }

    private Optional<String> last(Pattern pattern, String text) {
        Optional<String> last = Optional.empty();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            Optional<String> option = option(matcher.group(1));
            last = option.isPresent() ? option : last;
        }
        return last;
    }

    private Optional<String> option(String letter) {
        String capital = letter.toUpperCase(Locale.ROOT);
        return letters.contains(capital) ? Optional.of(capital) : Optional.empty();
    }
}
