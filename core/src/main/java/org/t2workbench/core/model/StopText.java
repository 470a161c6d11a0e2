package org.t2workbench.core.model;

import java.util.List;

/**
 * Cuts a growing text before the first of some stop texts. What might be the beginning of one is held back until it is
 * certain, so that nothing given out has to be taken back.
 */
final class StopText {

    private final List<String> stops;
    private String held = "";
    private boolean reached;

    StopText(List<String> stops) {
        this.stops = stops;
    }

    /** Takes the next piece and returns the text that is certain now; after a stop text, nothing any more. */
    String add(String piece) {
        if (reached) {
            return "";
        }
        String text = held + piece;
        int cut = -1;
        for (String stop : stops) {
            int at = text.indexOf(stop);
            if (at >= 0 && (cut < 0 || at < cut)) {
                cut = at;
            }
        }
        if (cut >= 0) {
            reached = true;
            held = "";
            return text.substring(0, cut);
        }
        int certain = text.length() - longestBeginning(text);
        held = text.substring(certain);
        return text.substring(0, certain);
    }

    /** The length of the longest end of the text that begins a stop text. */
    private int longestBeginning(String text) {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, text.length()); length > longest; length--) {
                if (stop.startsWith(text.substring(text.length() - length))) {
                    longest = length;
                }
            }
        }
        return longest;
    }

    boolean reached() {
        return reached;
    }

    /** What was held back, when no text follows any more. */
    String finish() {
        String rest = held;
        held = "";
        return rest;
    }
}
