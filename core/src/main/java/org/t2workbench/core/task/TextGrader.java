package org.t2workbench.core.task;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text after a marker.
 *
 * @param marker text before the answer, as {@code Output:}; empty when the whole text is the answer
 * @param quoted whether the answer stands in double quotes; otherwise it is the first line
 * @param comparison which differences count
 */
public record TextGrader(String marker, boolean quoted, Comparison comparison) implements Grader {

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*+)\"");
    private static final Pattern LINE = Pattern.compile("[^\\n]++");

    @Override
    public Grade grade(String text, TaskItem item) {
        Optional<String> tail = Marked.tail(text, marker).map(String::strip).filter(rest -> !rest.isEmpty());
        if (tail.isEmpty()) {
            return Grade.NONE;
        }
        String rest = tail.get();
        Matcher matcher = (quoted ? QUOTED : LINE).matcher(rest);
        if (!matcher.find()) {
            return Grade.NONE;
        }
        String answer = quoted ? matcher.group(1) : matcher.group().strip();
        boolean inForm = matcher.start() == 0 && matcher.end() == rest.length();
        return new Grade(comparison.same(answer, item.answer()), inForm, Optional.of(answer));
    }
}
