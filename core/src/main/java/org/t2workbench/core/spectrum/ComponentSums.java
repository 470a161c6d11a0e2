package org.t2workbench.core.spectrum;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Kernel;
import org.t2workbench.core.kernel.Tensors;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.svf.FactorSource;
import org.t2workbench.core.svf.Factors;

/**
 * What gains make of a matrix, as numbers to look at: W = U diag(σ) Vᵀ, W' = U diag(σ ⊙ g) Vᵀ and their difference.
 * Compute thread only; holds no memory between calls.
 */
public final class ComponentSums {

    private final ComputeEngine engine;
    private final Tensors tensors;
    private final Kernel kernel;

    public ComponentSums(ComputeEngine engine) {
        this.engine = engine;
        this.tensors = new Tensors(engine);
        this.kernel = engine.kernel("svf", "components");
    }

    /**
     * A matrix before and after.
     *
     * @param before W, (m, n) row by row
     * @param after W', likewise
     * @param change W' − W, summed from its own components, so that a small one is not lost in rounding
     * @param relativeChange ‖W' − W‖ / ‖W‖ in the Frobenius norm; 0 for a matrix of zeros
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    public record Sums(int rows, int columns, float[] before, float[] after, float[] change, double relativeChange) {}

    /**
     * One matrix of a model.
     *
     * @param gains g, (r)
     * @throws IllegalArgumentException when there are not as many gains as singular values
     */
    public Sums of(FactorSource factors, MatrixInfo matrix, float[] gains) {
        try (NDManager call = engine.newScope()) {
            Factors read = factors.factors(call, matrix.name(), Dtype.F32);
            return sums(call, matrix.rows(), matrix.columns(), read.u(), read.sigma(), read.vt(), gains);
        }
    }

    /**
     * A grey picture from its first components alone.
     *
     * @param components how many, from 0 to the picture's side
     */
    public Sums of(GreyPicture picture, int components) {
        try (NDManager call = engine.newScope()) {
            int side = picture.side();
            NDList parts = kernel.call(call, "decompose", tensors.of(call, Dtype.F32, picture.values(), side, side));
            float[] gains = new float[side];
            for (int i = 0; i < Math.min(side, components); i++) {
                gains[i] = 1;
            }
            return sums(call, side, side, parts.get(0), parts.get(1).toDoubleArray(), parts.get(2), gains);
        }
    }

    private Sums sums(NDManager call, int rows, int columns, NDArray u, double[] sigma, NDArray vt, float[] gains) {
        if (gains.length != sigma.length) {
            throw new IllegalArgumentException(gains.length + " gains for " + sigma.length + " singular values");
        }
        double[] after = new double[sigma.length];
        double[] change = new double[sigma.length];
        for (int i = 0; i < sigma.length; i++) {
            after[i] = sigma[i] * gains[i];
            change[i] = sigma[i] * (gains[i] - 1.0);
        }
        NDArray whole = sum(call, u, sigma, vt);
        NDArray changed = sum(call, u, change, vt);
        double norm = norm(call, whole);
        return new Sums(
                rows,
                columns,
                whole.toFloatArray(),
                sum(call, u, after, vt).toFloatArray(),
                changed.toFloatArray(),
                norm == 0 ? 0 : norm(call, changed) / norm);
    }

    private NDArray sum(NDManager call, NDArray u, double[] scales, NDArray vt) {
        return kernel.call(call, "component_sum", u, tensors.of(call, Dtype.F64, scales, scales.length), vt)
                .get(0);
    }

    private double norm(NDManager call, NDArray matrix) {
        return kernel.call(call, "norm", matrix).get(0).getDouble();
    }
}
