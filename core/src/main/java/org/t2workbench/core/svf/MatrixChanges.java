package org.t2workbench.core.svf;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Objects;
import java.util.stream.IntStream;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Kernel;
import org.t2workbench.core.kernel.Tensors;
import org.t2workbench.core.model.MatrixInfo;

/**
 * What an adaptation does to single matrices of a model that need not be in memory: W' itself, ΔW as a product of thin
 * factors, and how much of ΔW lies along the singular directions. One matrix at a time, so that a model larger than memory
 * can be worked through. Compute thread only; owns nothing that needs closing.
 */
public final class MatrixChanges {

    private final ComputeEngine engine;
    private final FactorSource decomposition;
    private final WeightSource weights;
    private final Kernel kernel;
    private final Tensors tensors;

    /**
     * @param stored the model's weights
     * @param token asked while a matrix is read
     */
    public MatrixChanges(
            ComputeEngine engine, TensorSource stored, FactorSource decomposition, CancellationToken token) {
        this.engine = engine;
        this.decomposition = decomposition;
        this.weights = WeightSource.of(engine, stored, token);
        this.kernel = engine.kernel("svf");
        this.tensors = new Tensors(engine);
    }

    /**
     * W' = W + ΔW in f32, (rows, columns), owned by {@code scope}: the numbers that a model of f32 has when the adaptation is
     * folded into it.
     */
    public NDArray folded(NDManager scope, Adaptation adaptation, MatrixInfo matrix) {
        try (NDManager work = scope.newSubManager()) {
            Product change = product(work, adaptation, matrix);
            NDArray w = weights.weight(work, matrix, Dtype.F32);
            NDArray d = tensors.of(work, Dtype.F32, change.d(), change.d().length);
            return kernel.call(scope, "fold", w, change.left(), d, change.right())
                    .get(0);
        }
    }

    /**
     * Whether ΔW is made of gains alone: then {@link #gainChange} is its singular value decomposition, signs and order aside.
     */
    public static boolean isOfGainsAlone(Adaptation adaptation, MatrixInfo matrix) {
        return adaptation.adapters().stream().noneMatch(adapter -> adapter.adapts(matrix.name()));
    }

    /** σ ⊙ (g − 1) of a matrix that only gains change, in f64, in the order of σ. */
    public double[] gainChange(Adaptation adaptation, MatrixInfo matrix) {
        return adaptation.scales(matrix, decomposition.singularValues(matrix.name()));
    }

    /**
     * The components of a matrix's change that its gains make, those of the given numbers alone: B (rows, k) and A (k,
     * columns) with B A = Σ uᵢ dᵢ vᵢᵀ, both owned by {@code scope}. Each carries √|dᵢ| of its component.
     *
     * @param components numbers of singular values
     */
    public NDList gainComponents(NDManager scope, Adaptation adaptation, MatrixInfo matrix, int[] components) {
        double[] change = gainChange(adaptation, matrix);
        double[] chosen = IntStream.of(components).mapToDouble(i -> change[i]).toArray();
        try (NDManager work = scope.newSubManager()) {
            Factors factors = decomposition.factors(work, matrix.name(), Dtype.F32);
            NDArray d = tensors.of(work, Dtype.F64, chosen, chosen.length);
            return kernel.call(
                    scope,
                    "balanced",
                    factors.u(),
                    d,
                    factors.vt(),
                    IntStream.of(components).asLongStream().toArray());
        }
    }

    /**
     * The singular values of ΔW, whatever it is made of, from the largest down, in f64; as many as can be different from 0.
     */
    public double[] changeSpectrum(Adaptation adaptation, MatrixInfo matrix) {
        try (NDManager work = engine.newScope()) {
            return decomposed(work, adaptation, matrix).get(1).toDoubleArray();
        }
    }

    /**
     * The largest components of ΔW, whatever it is made of: B (rows, k) and A (k, columns), both owned by {@code scope}, each
     * with √s of its component.
     */
    public NDList changeComponents(NDManager scope, Adaptation adaptation, MatrixInfo matrix, int count) {
        try (NDManager work = scope.newSubManager()) {
            NDList parts = decomposed(work, adaptation, matrix);
            long[] first = IntStream.range(0, count).asLongStream().toArray();
            double[] largest = new double[count];
            System.arraycopy(parts.get(1).toDoubleArray(), 0, largest, 0, count);
            NDArray s = tensors.of(work, Dtype.F64, largest, count);
            return kernel.call(scope, "balanced", parts.get(0), s, parts.get(2), first);
        }
    }

    private NDList decomposed(NDManager work, Adaptation adaptation, MatrixInfo matrix) {
        Product change = product(work, adaptation, matrix);
        NDArray d = tensors.of(work, Dtype.F64, change.d(), change.d().length);
        return kernel.call(work, "decompose_product", change.left(), d, change.right());
    }

    /**
     * How ΔW of one adapter lies in the singular basis of W.
     *
     * @param along uᵢᵀ ΔW vᵢ for each singular value, in f64
     * @param norm ‖ΔW‖ (Frobenius), in f64
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, kept by nobody
    public record Projection(double[] along, double norm) {}

    /** Projects ΔW of an adaptation; no dense ΔW is made. */
    public Projection project(Adaptation adaptation, MatrixInfo matrix) {
        try (NDManager work = engine.newScope()) {
            Factors factors = decomposition.factors(work, matrix.name(), Dtype.F32);
            Product change = product(work, adaptation, matrix);
            NDArray d = tensors.of(work, Dtype.F64, change.d(), change.d().length);
            double[] along = kernel.call(work, "along", factors.u(), factors.vt(), change.left(), d, change.right())
                    .get(0)
                    .toDoubleArray();
            double norm = kernel.call(work, "product_norm", change.left(), d, change.right())
                    .get(0)
                    .getDouble();
            return new Projection(along, norm);
        }
    }

    /** ΔW = L diag(d) R, L and R in f32. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, kept by nobody
    private record Product(NDArray left, double[] d, NDArray right) {}

    private Product product(NDManager work, Adaptation adaptation, MatrixInfo matrix) {
        Factors factors =
                adaptation.changesGains(matrix) ? decomposition.factors(work, matrix.name(), Dtype.F32) : null;
        AdapterVectors vectors = Objects.requireNonNull(
                AdapterVectors.of(engine, weights, work, Dtype.F32, matrix, factors, adaptation.adapters()),
                matrix.name());
        return new Product(
                vectors.u(), adaptation.scales(matrix, factors == null ? null : factors.sigma()), vectors.vt());
    }
}
