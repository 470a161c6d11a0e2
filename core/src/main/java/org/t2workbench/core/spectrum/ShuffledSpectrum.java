package org.t2workbench.core.spectrum;

import java.util.Optional;

/**
 * How a spectrum differs from that of the same matrix with its entries in a random order: what order there is among the
 * entries shows here, whatever their distribution. λ are the eigenvalues, λʳ those of the shuffled matrix.
 *
 * @param distance the Jensen–Shannon distance of the two lists of eigenvalues, each divided by its sum (WeightWatcher's
 *     {@code rand_distance}; natural logarithm, so from 0 to √ln 2)
 * @param softRank λʳ₁/λ₁ ({@code ww_softrank}); near the MP soft rank where the entries' distribution has no heavy tail
 * @param excess λ₁ − λʳ₁ ({@code ww_maxdist}); below 0 a few large entries, not their order, make the largest value
 */
public record ShuffledSpectrum(double distance, double softRank, double excess) {

    /**
     * @param sigma singular values, any order and sign
     * @param shuffled those of the shuffled matrix, as many
     * @return empty for a matrix of zeros
     */
    public static Optional<ShuffledSpectrum> of(double[] sigma, double[] shuffled) {
        if (sigma.length != shuffled.length) {
            throw new IllegalArgumentException(sigma.length + " values against " + shuffled.length);
        }
        double[] p = squares(sigma);
        double[] q = squares(shuffled);
        double first = sum(p);
        double second = sum(q);
        if (!(first > 0) || !(second > 0)) {
            return Optional.empty();
        }
        double divergence = 0;
        for (int i = 0; i < p.length; i++) {
            double a = p[i] / first;
            double b = q[i] / second;
            divergence += part(a, (a + b) / 2) + part(b, (a + b) / 2);
        }
        return Optional.of(new ShuffledSpectrum(Math.sqrt(Math.max(0, divergence / 2)), q[0] / p[0], p[0] - q[0]));
    }

    private static double part(double share, double middle) {
        return share > 0 ? share * Math.log(share / middle) : 0;
    }

    private static double[] squares(double[] values) {
        double[] squares = SpectrumMetrics.descending(values);
        for (int i = 0; i < squares.length; i++) {
            squares[i] *= squares[i];
        }
        return squares;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
