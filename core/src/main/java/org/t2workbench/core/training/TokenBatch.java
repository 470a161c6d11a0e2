package org.t2workbench.core.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Sequences side by side, padded on the right: what the model reads, what should come next, and how much each of these
 * targets counts. Immutable.
 */
final class TokenBatch {

    /**
     * One sequence.
     *
     * @param ids all tokens
     * @param shares how much each token counts as a target; the first is never one
     */
    record Sequence(int[] ids, float[] shares) {}

    private final int rows;
    private final int columns;
    private final long[] tokens;
    private final long[] targets;
    private final float[] shares;

    /** @param padding id that fills up; it is read by nobody and is no target */
    TokenBatch(List<Sequence> sequences, int padding) {
        this.rows = sequences.size();
        this.columns = sequences.stream().mapToInt(s -> s.ids.length).max().orElseThrow() - 1;
        this.tokens = new long[rows * columns];
        this.targets = new long[rows * columns];
        this.shares = new float[rows * columns];
        Arrays.fill(tokens, padding);
        Arrays.fill(targets, padding);
        for (int row = 0; row < rows; row++) {
            Sequence sequence = sequences.get(row);
            for (int i = 0; i + 1 < sequence.ids.length; i++) {
                int at = row * columns + i;
                tokens[at] = sequence.ids[i];
                targets[at] = sequence.ids[i + 1];
                shares[at] = sequence.shares[i + 1];
            }
        }
    }

    /** Positions, padding included. */
    int size() {
        return rows * columns;
    }

    /** (B, T) */
    NDArray tokens(NDManager scope) {
        return scope.create(tokens, new Shape(rows, columns));
    }

    /** (B, T): the token that comes after each one. */
    NDArray targets(NDManager scope) {
        return scope.create(targets, new Shape(rows, columns));
    }

    /** (B, T): the weight of each target, 0 where there is none. */
    NDArray shares(NDManager scope) {
        return scope.create(shares, new Shape(rows, columns));
    }
}
