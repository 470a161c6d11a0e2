package org.t2workbench.core.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What has been read of each sequence so far. Some models turn positions in another way once a text is long, from its first
 * token on, and then have to read it again.
 */
final class ReadTexts {

    private final int longAfter;
    private List<Text> texts;

    /**
     * @param longAfter tokens that a text has at most while it is short
     * @param prompts the beginnings
     */
    ReadTexts(int longAfter, List<int[]> prompts) {
        this.longAfter = longAfter;
        this.texts = new ArrayList<>(prompts.stream().map(Text::new).toList());
    }

    /** One token more of each; whether a text has become long by it. */
    boolean add(long[] ids) {
        boolean grown = false;
        for (int row = 0; row < ids.length; row++) {
            texts.get(row).add((int) ids[row]);
            grown |= texts.get(row).length == longAfter + 1;
        }
        return grown;
    }

    List<int[]> all() {
        return texts.stream().map(Text::tokens).toList();
    }

    /** Goes on with these rows in this order; a row may be named several times. */
    void select(long[] rows) {
        List<Text> chosen = new ArrayList<>();
        for (long row : rows) {
            chosen.add(new Text(texts.get((int) row).tokens()));
        }
        texts = chosen;
    }

    private static final class Text {

        private int[] tokens;
        private int length;

        Text(int[] tokens) {
            this.tokens = tokens.clone();
            this.length = tokens.length;
        }

        void add(int id) {
            if (length == tokens.length) {
                tokens = Arrays.copyOf(tokens, 2 * length + 1);
            }
            tokens[length++] = id;
        }

        int[] tokens() {
            return Arrays.copyOf(tokens, length);
        }
    }
}
