package org.t2workbench.core.svf;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.OutOfResourcesException;
import org.t2workbench.core.job.WorkbenchException;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Kernel;
import org.t2workbench.core.kernel.Tensors;
import org.t2workbench.core.model.AvailableMemory;
import org.t2workbench.core.model.MatrixInfo;

/** Decomposes a matrix as it is stored, in f64. Compute thread only. */
final class MatrixDecomposer {

    /** Side of the square matrix that the machine's speed is measured with. */
    private static final int PROBE = 256;

    private final ComputeEngine engine;
    private final Tensors tensors;
    private final Kernel kernel;

    MatrixDecomposer(ComputeEngine engine) {
        this.engine = engine;
        this.tensors = new Tensors(engine);
        this.kernel = engine.kernel("svf");
    }

    /** Multiplications that a decomposition is in proportion to: m n r. */
    static long work(MatrixInfo matrix) {
        return Math.multiplyExact((long) matrix.rows() * matrix.columns(), matrix.rank());
    }

    /** Bytes of the factors: U and Vᵀ in the given type, σ in f64. */
    static long bytes(MatrixInfo matrix, Dtype dtype) {
        long rank = matrix.rank();
        return rank * (matrix.rows() + matrix.columns()) * dtype.bytes() + rank * Double.BYTES;
    }

    /** Bytes that decomposing takes while it lasts: the f64 matrix and factors, and LAPACK's copies of both. */
    static long workingBytes(MatrixInfo matrix) {
        long area = (long) matrix.rows() * matrix.columns();
        long square = (long) matrix.rank() * matrix.rank();
        return Double.BYTES * (4 * area + 8 * square);
    }

    /**
     * The factors, U and Vᵀ in f32, owned by {@code scope}.
     *
     * @throws InvalidInputException when the matrix holds NaN or infinity
     * @throws OutOfResourcesException when the machine has not the memory
     * @throws CancelledException when cancelled while the matrix is read
     */
    Factors decompose(NDManager scope, TensorSource source, MatrixInfo matrix, CancellationToken token) {
        AvailableMemory.require(workingBytes(matrix), "decompose " + matrix.name());
        try (NDManager work = scope.newSubManager()) {
            NDArray weights = weights(work, source, matrix, token);
            NDList parts = kernel.call(work, "decompose", weights);
            double[] sigma = parts.get(1).toDoubleArray();
            parts.get(0).attach(scope);
            parts.get(2).attach(scope);
            return new Factors(parts.get(0), sigma, parts.get(2));
        } catch (EngineException e) {
            throw new WorkbenchException(
                    "The matrix " + matrix.name()
                            + " could not be decomposed: the linear algebra library gave up on it.",
                    source.info(matrix.name()).file(),
                    e);
        }
    }

    /**
     * σ of the matrix with its entries in a random order, from the largest down, in f64.
     *
     * @param seed decides the order
     * @throws InvalidInputException when the matrix holds NaN or infinity
     * @throws OutOfResourcesException when the machine has not the memory
     * @throws CancelledException when cancelled while the matrix is read
     */
    double[] shuffledValues(
            NDManager scope, TensorSource source, MatrixInfo matrix, int seed, CancellationToken token) {
        AvailableMemory.require(workingBytes(matrix), "shuffle " + matrix.name());
        try (NDManager work = scope.newSubManager()) {
            return kernel.call(work, "shuffled_values", weights(work, source, matrix, token), seed)
                    .get(0)
                    .toDoubleArray();
        } catch (EngineException e) {
            throw new WorkbenchException(
                    "The singular values of " + matrix.name()
                            + " with its entries shuffled could not be computed: the linear algebra library gave up.",
                    source.info(matrix.name()).file(),
                    e);
        }
    }

    /** The finite matrix in f64. */
    private NDArray weights(NDManager work, TensorSource source, MatrixInfo matrix, CancellationToken token) {
        NDArray weights = WeightSource.of(engine, source, token).weight(work, matrix, Dtype.F64);
        if (kernel.call(work, "is_finite", weights).get(0).getFloat() == 0) {
            throw new InvalidInputException(
                    "The matrix " + matrix.name() + " holds values that are not finite (NaN or infinity) and has no"
                            + " singular values; the file is damaged or its training diverged.",
                    source.info(matrix.name()).file());
        }
        return weights;
    }

    /** Seconds that this machine needs for one multiplication of {@link #work}, measured on a small matrix. */
    double secondsPerWork() {
        try (NDManager scope = engine.newScope()) {
            NDArray probe = tensors.of(scope, Dtype.F64, probeValues(), PROBE, PROBE);
            // the first call warms up
            kernel.call(scope, "decompose", probe);
            long start = System.nanoTime();
            kernel.call(scope, "decompose", probe);
            return (System.nanoTime() - start) / 1e9 / ((double) PROBE * PROBE * PROBE);
        }
    }

    /** Values without structure; any spectrum that is not degenerate would do. */
    private static double[] probeValues() {
        double[] values = new double[PROBE * PROBE];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.sin(i * (double) i);
        }
        return values;
    }
}
