package org.t2workbench.core.task;

import java.util.Optional;

/**
 * What stands in a box of LaTeX, whose braces may be nested.
 *
 * @param content between the braces
 * @param end where the text goes on behind the box
 */
record Boxed(String content, int end) {

    private static final String OPEN = "\\boxed{";

    /** The last box of a text; nothing when it is not closed. */
    static Optional<Boxed> last(String text) {
        int at = text.lastIndexOf(OPEN);
        int end = at < 0 ? -1 : closing(text, at + OPEN.length());
        return end < 0 ? Optional.empty() : Optional.of(new Boxed(text.substring(at + OPEN.length(), end), end + 1));
    }

    /** Where the brace that is open before {@code from} closes, or -1. A brace behind a backslash is a character. */
    static int closing(String text, int from) {
        int depth = 1;
        for (int i = from; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next == '\\') {
                i++;
            } else if (next == '{') {
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
}
