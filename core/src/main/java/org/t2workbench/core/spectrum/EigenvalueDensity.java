package org.t2workbench.core.spectrum;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The density of the eigenvalues λ = σ², per unit of λ and with an integral of 1, and the two laws that are held against
 * it. Eigenvalues that are 0 up to rounding are not in the picture, whose axes are logarithmic.
 *
 * @param counted the eigenvalues in bins that are even on a logarithmic scale, a point at the middle of each that holds
 *     any
 * @param tail the power law over its tail, scaled to the tail's share of the eigenvalues; empty without one
 * @param bulk the fitted Marchenko–Pastur law between its edges; empty without one
 */
public record EigenvalueDensity(List<Point> counted, List<Point> tail, List<Point> bulk) {

    /** Density at an eigenvalue. */
    public record Point(double eigenvalue, double density) {}

    private static final int BINS = 48;
    private static final int BULK_POINTS = 160;
    private static final double NEGLIGIBLE = 1e-12;

    public EigenvalueDensity {
        counted = List.copyOf(counted);
        tail = List.copyOf(tail);
        bulk = List.copyOf(bulk);
    }

    /** @param sigma singular values of an m × n matrix in any order */
    public static EigenvalueDensity of(double[] sigma, long rows, long columns) {
        double[] lambda = SpectrumMetrics.descending(sigma);
        int count = 0;
        for (int i = 0; i < lambda.length; i++) {
            lambda[i] *= lambda[i];
            count += lambda[i] > lambda[0] * NEGLIGIBLE ? 1 : 0;
        }
        if (count == 0) {
            return new EigenvalueDensity(List.of(), List.of(), List.of());
        }
        SpectrumMetrics metrics = SpectrumMetrics.of(sigma, rows, columns);
        return new EigenvalueDensity(
                counted(lambda, count), tail(lambda, metrics.powerLaw()), bulk(lambda, metrics.bulk(), rows, columns));
    }

    private static List<Point> counted(double[] lambda, int count) {
        double low = Math.log(lambda[count - 1]);
        double high = Math.log(lambda[0]);
        if (high - low < NEGLIGIBLE) {
            // equal eigenvalues: one bin of a tenth of their size
            return List.of(new Point(lambda[0], 10 / lambda[0]));
        }
        double width = (high - low) / BINS;
        int[] held = new int[BINS];
        for (int i = 0; i < count; i++) {
            held[Math.min(BINS - 1, (int) ((Math.log(lambda[i]) - low) / width))]++;
        }
        List<Point> points = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            if (held[bin] > 0) {
                double from = Math.exp(low + bin * width);
                double to = Math.exp(low + (bin + 1) * width);
                points.add(new Point(Math.sqrt(from * to), held[bin] / (lambda.length * (to - from))));
            }
        }
        return points;
    }

    /** p(λ) = share (α − 1)/λ_min (λ/λ_min)^−α. */
    private static List<Point> tail(double[] lambda, Optional<PowerLaw> fitted) {
        if (fitted.isEmpty()) {
            return List.of();
        }
        PowerLaw law = fitted.get();
        double share = (double) law.tail() / lambda.length;
        List<Point> points = new ArrayList<>();
        for (double x : new double[] {law.start(), lambda[0]}) {
            points.add(new Point(x, share * (law.alpha() - 1) / law.start() * Math.pow(x / law.start(), -law.alpha())));
        }
        return points;
    }

    private static List<Point> bulk(double[] lambda, Optional<RandomBulk> fitted, long rows, long columns) {
        if (fitted.isEmpty()) {
            return List.of();
        }
        RandomBulk law = fitted.get();
        double sum = 0;
        for (double value : lambda) {
            sum += value;
        }
        double scale = sum / lambda.length;
        double ratio = (double) Math.max(rows, columns) / Math.min(rows, columns);
        // a square matrix's law has no lower edge: from where its smallest eigenvalues are
        double low = Math.log(Math.max(law.lower(), law.upper() * 1e-6));
        double high = Math.log(law.upper());
        List<Point> points = new ArrayList<>();
        for (int i = 1; i < BULK_POINTS; i++) {
            double x = Math.exp(low + (high - low) * i / BULK_POINTS);
            points.add(new Point(x, RandomBulk.density(x / scale, ratio, law.deviation()) / scale));
        }
        return points;
    }
}
