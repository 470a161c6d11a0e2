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

    public BoxedGrader {
        labels = labels.stream().map(BoxedGrader::plain).toList();
    }

    @Override
    public Grade grade(String text, TaskItem item) {
        Optional<Boxed> box = Boxed.last(text);
        if (box.isEmpty()) {
            return Grade.NONE;
        }
        String label = plain(box.get().content());
        boolean known = labels.isEmpty() || labels.contains(label);
        boolean last = text.substring(box.get().end()).isBlank();
        return new Grade(label.equals(plain(item.answer())), known && last, Optional.of(label));
    }

    /** The label in the last box, in lower case; empty when there is no box, or one that is not closed. */
    public static Optional<String> read(String text) {
        return Boxed.last(text).map(box -> plain(box.content()));
    }

    private static String plain(String label) {
        return label.strip().toLowerCase(Locale.ROOT);
    }
}
