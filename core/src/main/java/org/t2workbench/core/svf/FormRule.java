package org.t2workbench.core.svf;

import java.util.List;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.MatrixInfo;

/**
 * When folding pays: it takes 2 m n r operations a matrix once, while the factored form reads (m + n) r numbers more at
 * every token and makes three calls more.
 */
final class FormRule {

    private FormRule() {}

    /** Bytes that come from memory in a second: what decoding reads, measured at decoding. */
    private static final double BYTES_PER_SECOND = 15e9;

    /** Operations of a matrix product in a second. */
    private static final double OPERATIONS_PER_SECOND = 80e9;

    /** Seconds of one operator call beside its arithmetic. */
    private static final double CALL_SECONDS = 5e-6;

    /** Operator calls that a factored matrix adds to a forward pass, and that folding one takes. */
    private static final int CALLS_FACTORED = 4;

    private static final int CALLS_FOLDING = 40;

    static boolean folds(List<MatrixInfo> changed, Dtype dtype, int tokens) {
        double folding = 0;
        double perToken = 0;
        for (MatrixInfo matrix : changed) {
            double rank = matrix.rank();
            double vectors = rank * (matrix.rows() + matrix.columns());
            folding += 2 * rank * matrix.rows() * matrix.columns() / OPERATIONS_PER_SECOND
                    + vectors * Float.BYTES / BYTES_PER_SECOND
                    + CALLS_FOLDING * CALL_SECONDS;
            perToken += vectors * dtype.bytes() / BYTES_PER_SECOND + CALLS_FACTORED * CALL_SECONDS;
        }
        return folding < tokens * perToken;
    }
}
