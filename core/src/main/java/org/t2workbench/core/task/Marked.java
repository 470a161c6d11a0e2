package org.t2workbench.core.task;

import java.util.Optional;

/** The part of an answer that counts. */
final class Marked {

    private Marked() {}

    /**
     * What follows the last occurrence of the marker; the whole text when the marker is empty; nothing when there is a
     * marker but not in the text.
     */
    static Optional<String> tail(String text, String marker) {
        if (marker.isEmpty()) {
            return Optional.of(text);
        }
        int at = text.lastIndexOf(marker);
        return at < 0 ? Optional.empty() : Optional.of(text.substring(at + marker.length()));
    }
}
