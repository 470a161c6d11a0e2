package org.t2workbench.app.workbench;

import java.util.List;

/**
 * One component of a matrix in words.
 *
 * @param writes whether the words are what u writes, or else what v reads
 * @param along tokens along the direction, the nearest first
 * @param against tokens against it, the farthest first
 * @param without why the other side has no words
 * @param note what is to be known of the direction; empty for nothing
 */
public record ComponentReading(
        MatrixSummary matrix,
        int component,
        double sigma,
        boolean writes,
        List<Word> along,
        List<Word> against,
        String without,
        String note) {

    public ComponentReading {
        along = List.copyOf(along);
        against = List.copyOf(against);
    }

    /** A token and the cosine between it and the direction. */
    public record Word(String text, double value) {}
}
