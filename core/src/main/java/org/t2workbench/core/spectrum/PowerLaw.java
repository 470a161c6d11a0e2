package org.t2workbench.core.spectrum;

import java.util.Arrays;
import java.util.Optional;

/**
 * The power law p(λ) ∝ λ^−α that fits the upper tail of the eigenvalues λ = σ² best: every eigenvalue but the largest is
 * tried as the start of the tail, α is the maximum-likelihood estimate there, and the start with the smallest
 * Kolmogorov–Smirnov distance wins (Clauset, Shalizi and Newman; the empirical distribution takes its left value, as
 * WeightWatcher does).
 *
 * @param alpha the exponent; below 2 heavy-tailed ("over-trained"), above 6 light ("under-trained")
 * @param distance the Kolmogorov–Smirnov distance D of the fit
 * @param deviation standard deviation of alpha, (α − 1)/√tail
 * @param start λ_min, where the tail begins
 * @param tail number of eigenvalues in the tail
 */
public record PowerLaw(double alpha, double distance, double deviation, double start, int tail) {

    /** Eigenvalues up to here count as zero (WeightWatcher's value for CPU runs). */
    private static final double SMALLEST_EIGENVALUE = 1e-5;

    /** Tails whose logarithms spread less than this are flat: rounding, not a law. */
    private static final double FLAT = 1e-12;

    /**
     * Fits the eigenvalues; O(n²) at worst, far less in practice because a start is given up as soon as its distance
     * passes the best one.
     *
     * @param eigenvalues λ in any order, not negative
     * @return empty when fewer than two are above zero, or the spectrum is flat
     */
    static Optional<PowerLaw> fit(double[] eigenvalues) {
        double[] x = Arrays.stream(eigenvalues)
                .filter(value -> value > SMALLEST_EIGENVALUE)
                .sorted()
                .toArray();
        int count = x.length;
        double[] log = Arrays.stream(x).map(Math::log).toArray();
        PowerLaw best = null;
        double tailSum = count > 0 ? log[count - 1] : 0;
        // backwards, so that the sum of the tail's logarithms grows term by term; of equal distances the first start
        // wins
        for (int i = count - 2; i >= 0; i--) {
            tailSum += log[i];
            int n = count - i;
            double spread = tailSum - n * log[i];
            double alpha = spread > n * FLAT ? 1 + n / spread : Double.POSITIVE_INFINITY;
            double limit = best == null ? Double.POSITIVE_INFINITY : best.distance;
            double distance = distance(log, i, alpha, limit);
            if (distance <= limit) {
                best = new PowerLaw(alpha, distance, (alpha - 1) / Math.sqrt(n), x[i], n);
            }
        }
        return Optional.ofNullable(best).filter(law -> Double.isFinite(law.alpha));
    }

    /** max over the tail of |1 − (x_j/x_i)^(1−α) − (j − i)/n|, or anything above the limit once it is passed. */
    private static double distance(double[] log, int i, double alpha, double limit) {
        int n = log.length - i;
        if (Double.isInfinite(alpha)) {
            return (n - 1.0) / n;
        }
        double largest = 0;
        for (int j = i; j < log.length && largest <= limit; j++) {
            double fitted = 1 - Math.exp((1 - alpha) * (log[j] - log[i]));
            largest = Math.max(largest, Math.abs(fitted - (double) (j - i) / n));
        }
        return largest;
    }
}
