package org.t2workbench.core.checkpoint.hub;

/** A server's words, made fit for one line of a message. */
final class PlainText {

    private PlainText() {}

    /** The text with a question mark for whatever is no visible character, cut after so many. */
    static String of(String text, int most) {
        StringBuilder plain = new StringBuilder();
        text.codePoints().limit(most + 1L).forEach(point -> plain.appendCodePoint(isVisible(point) ? point : '?'));
        if (plain.codePointCount(0, plain.length()) <= most) {
            return plain.toString();
        }
        return plain.substring(0, plain.offsetByCodePoints(0, most - 1)) + "…";
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
