package org.t2workbench.app.training;

import java.util.List;

/**
 * What a run's points come to.
 *
 * @param done iterations so far
 * @param base validation accuracy of the base model; NaN before it was measured
 * @param best of the best gains so far
 * @param bestIteration where it was reached; 0 is the base model
 * @param items of a validation
 * @param secondsPerIteration median of the latest; NaN before the first
 * @param warning what the run itself finds wrong now; empty for nothing
 */
public record RunSummary(
        long done,
        double base,
        double best,
        long bestIteration,
        long items,
        double secondsPerIteration,
        String warning) {

    static final RunSummary NONE = new RunSummary(0, Double.NaN, Double.NaN, 0, 0, Double.NaN, "");

    private static final int LATEST = 15;

    static RunSummary of(List<RunPoint> points) {
        if (points.isEmpty()) {
            return NONE;
        }
        RunPoint first = points.get(0);
        RunPoint last = points.get(points.size() - 1);
        return new RunSummary(
                last.iteration(),
                first.iteration() == 0 ? first.validation() : Double.NaN,
                last.best(),
                last.bestIteration(),
                first.validationItems(),
                medianSeconds(points),
                last.warning());
    }

    /** NaN while it is not known. */
    double secondsLeft(long iterations) {
        return Math.max(0, iterations - done) * secondsPerIteration;
    }

    private static double medianSeconds(List<RunPoint> points) {
        double[] seconds = points.subList(Math.max(0, points.size() - LATEST), points.size()).stream()
                .filter(point -> point.iteration() > 0)
                .mapToDouble(RunPoint::seconds)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        return seconds.length == 0 ? Double.NaN : seconds[seconds.length / 2];
    }
}
