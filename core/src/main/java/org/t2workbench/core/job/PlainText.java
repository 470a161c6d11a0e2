package org.t2workbench.core.job;

import java.util.Locale;

/** Words from outside, made fit for one line of a message. Any thread. */
public final class PlainText {

    private PlainText() {}

    /** The text with a question mark for whatever is no visible character; of a longer one than so many, begin and end. */
    public static String of(String text, int most) {
        int length = text.codePointCount(0, text.length());
        int end = length <= most ? 0 : most / 3;
        int begin = length <= most ? length : most - end - 1;
        StringBuilder plain = new StringBuilder();
        append(plain, text, 0, begin);
        if (begin < length) {
            plain.append('…');
            append(plain, text, length - end, length);
        }
        return plain.toString();
    }

    /** The text with an escape as in {@code \\u001b} for whatever is no visible character, so that it can be looked for. */
    public static String escaped(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (isVisible(point)) {
                plain.appendCodePoint(point);
            } else {
                for (char unit : Character.toChars(point)) {
                    plain.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
            }
        });
        return plain.toString();
    }

    private static void append(StringBuilder plain, String text, int from, int to) {
        text.codePoints()
                .skip(from)
                .limit(to - (long) from)
                .forEach(point -> plain.appendCodePoint(isVisible(point) ? point : '?'));
    }

    private static boolean isVisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
