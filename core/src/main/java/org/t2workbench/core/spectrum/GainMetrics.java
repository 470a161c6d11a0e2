package org.t2workbench.core.spectrum;

import org.jspecify.annotations.Nullable;

/**
 * What gains g do to a matrix with singular values σ.
 *
 * @param largestChange max |g − 1|
 * @param relativeChange ‖ΔW‖/‖W‖ in the Frobenius norm: U and V keep lengths, so it is ‖σ ⊙ (g − 1)‖/‖σ‖; 0 for a matrix
 *     of zeros, which nothing changes
 * @param changedShare share of the components whose gain is further than {@link #NOTICED} from 1
 */
public record GainMetrics(double largestChange, double relativeChange, double changedShare) {

    /** Changes up to here are not counted: a hundredth. */
    public static final double NOTICED = 0.01;

    private static final GainMetrics NONE = new GainMetrics(0, 0, 0);

    /** @param gains as many as σ, or null where the matrix has none */
    public static GainMetrics of(double[] sigma, float @Nullable [] gains) {
        if (gains == null || sigma.length == 0) {
            return NONE;
        }
        double largest = 0;
        double change = 0;
        double whole = 0;
        int noticed = 0;
        for (int i = 0; i < sigma.length; i++) {
            double offset = Math.abs(gains[i] - 1.0);
            largest = Math.max(largest, offset);
            noticed += offset > NOTICED ? 1 : 0;
            change += sigma[i] * offset * sigma[i] * offset;
            whole += sigma[i] * sigma[i];
        }
        return new GainMetrics(largest, whole == 0 ? 0 : Math.sqrt(change / whole), (double) noticed / sigma.length);
    }
}
