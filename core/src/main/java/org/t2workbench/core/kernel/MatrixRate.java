package org.t2workbench.core.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** How fast this machine multiplies matrices, found in less than a tenth of a second: for estimates, not for a benchmark. */
public final class MatrixRate {

    /** Wider matrices are not multiplied any faster. */
    private static final int WIDEST = 1024;

    private static final int FEWEST_ROWS = 16;
    private static final int MOST_ROWS = 512;

    /** Seconds of one product that the clock tells well enough. */
    private static final double LONG_ENOUGH = 0.004;

    private static final double SPENT_AT_MOST = 0.05;
    private static final int REPETITIONS = 6;

    private MatrixRate() {}

    /**
     * Floating-point operations per second of the fastest of a few products of a model's shape. Compute thread only.
     *
     * @param inputs columns of the matrix, 1 or more
     * @param outputs its rows, 1 or more
     */
    public static double measure(ComputeEngine engine, Dtype dtype, int inputs, int outputs) {
        Kernel kernel = engine.kernel("machine");
        int columns = Math.min(inputs, WIDEST);
        int rows = Math.min(outputs, WIDEST);
        try (NDManager scope = engine.newScope()) {
            NDArray w = ones(kernel, scope, rows, columns, dtype);
            long begun = System.nanoTime();
            int positions = FEWEST_ROWS;
            // the first call of a kernel prepares it
            seconds(kernel, scope, w, positions, columns, dtype);
            double seconds = seconds(kernel, scope, w, positions, columns, dtype);
            while (positions < MOST_ROWS && seconds < LONG_ENOUGH) {
                positions *= 2;
                seconds = seconds(kernel, scope, w, positions, columns, dtype);
            }
            for (int i = 0; i < REPETITIONS && since(begun) < SPENT_AT_MOST; i++) {
                seconds = Math.min(seconds, seconds(kernel, scope, w, positions, columns, dtype));
            }
            return 2.0 * positions * rows * columns / seconds;
        }
    }

    private static double seconds(Kernel kernel, NDManager scope, NDArray w, int positions, int columns, Dtype dtype) {
        try (NDManager call = scope.newSubManager()) {
            NDArray x = ones(kernel, call, positions, columns, dtype);
            long begun = System.nanoTime();
            // reading a number of the result waits for a device that computes on its own
            kernel.call(call, "multiply_to_end", w, x).get(0).getFloat(0);
            return Math.max(since(begun), 1e-9);
        }
    }

    private static NDArray ones(Kernel kernel, NDManager owner, int rows, int columns, Dtype dtype) {
        return kernel.call(owner, "ones", new long[] {rows, columns}, dtype.scalarType())
                .get(0);
    }

    private static double since(long begun) {
        return (System.nanoTime() - begun) * 1e-9;
    }
}
