package org.t2workbench.core.task;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A label in the last {@code \boxed{…}}, whose braces may be nested; case and surrounding space do not count.
 *
 * @param labels what may stand in the box; empty when anything may
 */
public record BoxedGrader(List<String> labels) implements Grader {

    private static final String OPEN = "\\boxed{";

    public BoxedGrader {
        labels = labels.stream().map(BoxedGrader::plain).toList();
    }

    @Override
    public Grade grade(String text, TaskItem item) {
        int at = text.lastIndexOf(OPEN);
        int end = at < 0 ? -1 : closing(text, at + OPEN.length());
        if (end < 0) {
            return Grade.NONE;
        }
        String label = plain(text.substring(at + OPEN.length(), end));
        boolean known = labels.isEmpty() || labels.contains(label);
        boolean last = text.substring(end + 1).isBlank();
        return new Grade(label.equals(plain(item.answer())), known && last, Optional.of(label));
    }

    /** Where the brace that is open at {@code from} closes, or -1. */
    private static int closing(String text, int from) {
        int depth = 1;
        for (int i = from; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next == '{') {
                depth++;
            } else if (next == '}') {
                depth--;
                if (depth == 0) {
                    return i;
                }
            }
        }
        return -1;
    }

    private static String plain(String label) {
        return label.strip().toLowerCase(Locale.ROOT);
    }
}
