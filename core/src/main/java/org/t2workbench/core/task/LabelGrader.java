package org.t2workbench.core.task;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.t2workbench.core.job.InvalidInputException;

/**
 * One of some labels: the last that stands as a word of its own after a marker; case does not count. In the asked form
 * when nothing else follows the marker but a final full stop.
 *
 * @param marker text before the answer; empty when the whole text is searched
 * @param labels what may be said, different also without case
 */
public record LabelGrader(String marker, List<String> labels) implements Grader {

    public LabelGrader {
        labels = labels.stream().map(LabelGrader::plain).toList();
        if (labels.isEmpty()
                || labels.stream().distinct().count() != labels.size()
                || labels.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("Labels are different and not empty, got " + labels + ".");
        }
    }

    @Override
    public Grade grade(String text, TaskItem item) {
        String wanted = plain(item.answer());
        if (!labels.contains(wanted)) {
            throw new InvalidInputException("The answer of item " + item.id() + " is \"" + item.answer()
                    + "\", which is none of the labels " + String.join(", ", labels) + ".");
        }
        Optional<String> tail = Marked.tail(text, marker).map(LabelGrader::plain);
        Optional<String> read = tail.flatMap(this::last);
        return read.map(label -> new Grade(label.equals(wanted), inForm(tail.get(), label), read))
                .orElse(Grade.NONE);
    }

    private Optional<String> last(String tail) {
        String any = labels.stream()
                // the longest first, so that "not true" is not read as "true"
                .sorted((one, other) -> Integer.compare(other.length(), one.length()))
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        Matcher matcher = Pattern.compile("(?<![\\p{L}\\p{N}_])(?:" + any + ")(?![\\p{L}\\p{N}_])")
                .matcher(tail);
        Optional<String> last = Optional.empty();
        while (matcher.find()) {
            last = Optional.of(matcher.group());
        }
        return last;
    }

    private static boolean inForm(String tail, String label) {
        return tail.equals(label) || tail.equals(label + ".");
    }

    private static String plain(String label) {
        return label.strip().toLowerCase(Locale.ROOT);
    }
}
