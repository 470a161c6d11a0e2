package org.t2workbench.core.svf;

import java.util.List;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.MatrixInfo;

/**
 * When folding pays: it takes 2 m n r operations a matrix once, while the factored form reads (m + n) r numbers more at
 * every token and makes a few calls more. On the shapes of a 135M Llama in f32 and one core the rule turns at 33 tokens;
 * by the clock it was 39.
 */
final class FormRule {

    /** Bytes that decoding gets from memory in a second. */
    private static final double BYTES_PER_SECOND = 15e9;

    /** Bytes that come out of the store in a second, checksum and copy included. */
    private static final double STORE_BYTES_PER_SECOND = 1.5e9;

    /** Operations of a matrix product in a second. */
    private static final double OPERATIONS_PER_SECOND = 80e9;

    /** Seconds that the calls take which a factored matrix adds to a forward pass. */
    private static final double FACTORED_CALLS = 20e-6;

    /** Seconds that the calls take which folding one matrix makes. */
    private static final double FOLDING_CALLS = 200e-6;

    private FormRule() {}

    /** Whether folding is faster over that many positions. */
    static boolean folds(List<MatrixInfo> changed, Dtype dtype, int tokens) {
        double folding = 0;
        double perToken = 0;
        for (MatrixInfo matrix : changed) {
            double rank = matrix.rank();
            double vectors = rank * (matrix.rows() + matrix.columns());
            folding += 2 * rank * matrix.rows() * matrix.columns() / OPERATIONS_PER_SECOND + FOLDING_CALLS;
            if (dtype == Dtype.BF16) {
                // folded from the f32 factors, which only the store has
                folding += vectors * Float.BYTES / STORE_BYTES_PER_SECOND;
            }
            perToken += vectors * dtype.bytes() / BYTES_PER_SECOND + FACTORED_CALLS;
        }
        return folding < tokens * perToken;
    }
}
