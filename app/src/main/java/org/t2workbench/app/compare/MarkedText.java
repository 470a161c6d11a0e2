package org.t2workbench.app.compare;

/**
 * What a first pass wrote, cut where it names its category.
 *
 * @param label as it is written there; empty where it is not found
 */
record MarkedText(String before, String label, String after) {

    private static final String BOX = "\\boxed{";

    /** Cut at the label in the last box; case does not count. */
    static MarkedText of(String text, String label) {
        int box = text.lastIndexOf(BOX);
        for (int at = Math.max(0, box); at + label.length() <= text.length(); at++) {
            if (text.regionMatches(true, at, label, 0, label.length())) {
                int end = at + label.length();
                return new MarkedText(text.substring(0, at), text.substring(at, end), text.substring(end));
            }
        }
        return new MarkedText(text, "", "");
    }
}
