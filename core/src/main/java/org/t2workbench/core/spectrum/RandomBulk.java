package org.t2workbench.core.spectrum;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;

/**
 * The Marchenko–Pastur law fitted to the bulk of the eigenvalues λ = σ² of an m × n matrix, as WeightWatcher's {@code
 * mp_fit} does it: λ is scaled to a mean of 1, and the deviation s of the law is the one whose density comes nearest to a
 * kernel estimate of the eigenvalues' density; a square matrix is fitted on √λ, by the quarter circle (whose radius is 2s
 * here; WeightWatcher's code leaves s out under the root).
 *
 * @param deviation s, of the scaled eigenvalues
 * @param lower λ₋ = s²(1 − 1/√Q)², scaled back to the eigenvalues as they are
 * @param upper λ₊ = s²(1 + 1/√Q)², likewise
 * @param softRank λ₊/λ₁, the MP soft rank: 1 when nothing stands out of the bulk
 * @param spikes number of eigenvalues above λ₊ + √TW, with TW = Q^−½ λ₊^⅔ M^−⅔ for the edge's own fluctuation
 */
public record RandomBulk(double deviation, double lower, double upper, double softRank, int spikes) {

    private static final double BANDWIDTH = 0.1;
    private static final int GRID = 1000;
    /** The estimate reaches so far beyond the largest eigenvalue. */
    private static final double BEYOND = 0.5;
    /** Where the estimated density is below, the fit does not look. */
    private static final double THIN = 0.01;
    /** The deviations that are tried, as shares of the one whose edge is the largest eigenvalue. */
    private static final double FIRST_SHARE = 0.05;

    private static final double LAST_SHARE = 2;
    private static final double SHARE_STEP = 0.01;
    private static final double RELATIVE = 1e-9;
    private static final int EVALUATIONS = 200;

    /**
     * @param eigenvalues λ from the largest down, not negative, one at least above zero
     * @return empty for fewer than two eigenvalues, and where no law has its mode within the eigenvalues
     */
    static Optional<RandomBulk> fit(double[] eigenvalues, long rows, long columns) {
        int count = eigenvalues.length;
        double sum = Arrays.stream(eigenvalues).sum();
        if (count < 2) {
            return Optional.empty();
        }
        double shorter = Math.min(rows, columns);
        double ratio = Math.max(rows, columns) / shorter;
        double[] scaled =
                Arrays.stream(eigenvalues).map(value -> value * count / sum).toArray();
        boolean square = rows == columns;
        Estimate estimate =
                Estimate.of(square ? Arrays.stream(scaled).map(Math::sqrt).toArray() : scaled);
        double unit = Math.sqrt(scaled[0]) / (1 + 1 / Math.sqrt(ratio));
        double best = Double.NaN;
        double smallest = Double.POSITIVE_INFINITY;
        for (double share = FIRST_SHARE; share < LAST_SHARE; share += SHARE_STEP) {
            double residual = estimate.residual(share * unit, ratio, square);
            if (residual < smallest) {
                smallest = residual;
                best = share * unit;
            }
        }
        if (Double.isNaN(best)) {
            return Optional.empty();
        }
        double deviation = polished(estimate, best, SHARE_STEP * unit, ratio, square);
        double[] edges = RandomEdge.eigenvalueEdges(ratio, deviation * deviation);
        double fluctuation = Math.pow(edges[1], 2.0 / 3) * Math.pow(shorter, -2.0 / 3) / Math.sqrt(ratio);
        double limit = edges[1] + Math.sqrt(fluctuation);
        int spikes = (int) Arrays.stream(scaled).filter(value -> value > limit).count();
        return Optional.of(new RandomBulk(
                deviation, edges[0] * sum / count, edges[1] * sum / count, edges[1] / scaled[0], spikes));
    }

    private static double polished(Estimate estimate, double start, double step, double ratio, boolean square) {
        double found = new BrentOptimizer(RELATIVE, RELATIVE)
                .optimize(
                        new MaxEval(EVALUATIONS),
                        new UnivariateObjectiveFunction(
                                // infinity would break the parabolas
                                s -> Math.min(estimate.residual(s, ratio, square), Double.MAX_VALUE / 4)),
                        GoalType.MINIMIZE,
                        new SearchInterval(start - step, start + step, start))
                .getPoint();
        return estimate.residual(found, ratio, square) <= estimate.residual(start, ratio, square) ? found : start;
    }

    /**
     * The density of the law at x, per unit of the scaled eigenvalues; 0 outside its edges.
     *
     * @param ratio Q = N/M, at least 1
     * @param deviation s
     */
    static double density(double x, double ratio, double deviation) {
        double[] edges = RandomEdge.eigenvalueEdges(ratio, deviation * deviation);
        double under = (edges[1] - x) * (x - edges[0]);
        return under > 0 && x > 0 ? ratio * Math.sqrt(under) / (2 * Math.PI * deviation * deviation * x) : 0;
    }

    /** A density estimated with triangular kernels on an even grid, where it is not thin. */
    private record Estimate(double[] x, double[] y, double mode, double last) {

        static Estimate of(double[] values) {
            double end = Arrays.stream(values).max().orElse(0) + BEYOND;
            double step = end / (GRID - 1);
            double[] density = new double[GRID];
            double height = 1 / (BANDWIDTH * values.length);
            for (double value : values) {
                int from = (int) Math.max(0, Math.ceil((value - BANDWIDTH) / step));
                int to = (int) Math.min(GRID - 1, Math.floor((value + BANDWIDTH) / step));
                for (int i = from; i <= to; i++) {
                    density[i] += height * (1 - Math.abs(i * step - value) / BANDWIDTH);
                }
            }
            int[] kept = IntStream.range(0, GRID).filter(i -> density[i] > THIN).toArray();
            int highest = 0;
            for (int i : kept) {
                highest = density[i] > density[highest] ? i : highest;
            }
            double last = kept.length == 0 ? 0 : kept[kept.length - 1] * step;
            return new Estimate(
                    Arrays.stream(kept).mapToDouble(i -> i * step).toArray(),
                    Arrays.stream(kept).mapToDouble(i -> density[i]).toArray(),
                    highest * step,
                    last);
        }

        /** The sum of the squared differences to the law; infinite where the law is elsewhere than the eigenvalues. */
        double residual(double deviation, double ratio, boolean square) {
            double[] edges = RandomEdge.eigenvalueEdges(ratio, deviation * deviation);
            if (!square && (edges[1] < mode || edges[1] > last || edges[0] > mode)) {
                return Double.POSITIVE_INFINITY;
            }
            double sum = 0;
            double variance = deviation * deviation;
            for (int i = 0; i < x.length; i++) {
                double law;
                if (square) {
                    law = Math.sqrt(Math.max(0, 4 * variance - x[i] * x[i])) / (Math.PI * variance);
                } else {
                    double under = (edges[1] - x[i]) * (x[i] - edges[0]);
                    law = under > 0 ? ratio * Math.sqrt(under) / (2 * Math.PI * variance * x[i]) : 0;
                }
                sum += (law - y[i]) * (law - y[i]);
            }
            return sum;
        }
    }
}
