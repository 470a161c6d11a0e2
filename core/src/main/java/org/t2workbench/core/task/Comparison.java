package org.t2workbench.core.task;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** When two texts count as the same answer. */
public enum Comparison {
    /** Every character counts. */
    EXACT,
    /** Case, width of characters, runs of white space, enclosing quotes and a final punctuation mark do not count. */
    NORMALISED;

    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final String QUOTES = "\"'`“”‘’";
    private static final String FINAL_MARKS = ".,;:!?";

    boolean same(String one, String other) {
        return this == EXACT ? one.equals(other) : normalised(one).equals(normalised(other));
    }

    static String normalised(String text) {
        String plain = SPACE.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC))
                .replaceAll(" ")
                .strip()
                .toLowerCase(Locale.ROOT);
        int start = 0;
        int end = plain.length();
        while (end > start && FINAL_MARKS.indexOf(plain.charAt(end - 1)) >= 0) {
            end--;
        }
        while (end - start >= 2
                && QUOTES.indexOf(plain.charAt(start)) >= 0
                && QUOTES.indexOf(plain.charAt(end - 1)) >= 0) {
            start++;
            end--;
        }
        return plain.substring(start, end).strip();
    }
}
