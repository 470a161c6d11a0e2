package org.t2workbench.core.run;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One figure of a run over its iterations or over its time. Immutable. */
public record Curve(List<Point> points) {

    /** @param x iteration, or seconds */
    public record Point(double x, double y) {}

    /** What lies along a curve. */
    public enum Along {
        ITERATION,
        /** Seconds that the run's iterations took, pauses left out. */
        TIME
    }

    public Curve {
        points = List.copyOf(points);
    }

    /** The curve of a metric, named as in {@link Scalars}; iterations that do not have it are left out. */
    public static Curve of(List<RunLine> lines, String metric, Along along) {
        List<Point> points = new ArrayList<>();
        double seconds = 0;
        for (RunLine line : lines) {
            seconds += RunClock.secondsOf(line);
            Double value = Scalars.of(line).get(metric);
            if (value != null) {
                points.add(new Point(along == Along.TIME ? seconds : line.iteration(), value));
            }
        }
        return new Curve(points);
    }

    /** The names of all metrics, in the order in which they appear. */
    public static Set<String> metrics(List<RunLine> lines) {
        Set<String> names = new LinkedHashSet<>();
        lines.forEach(line -> names.addAll(Scalars.of(line).keySet()));
        return names;
    }

    /**
     * The exponential moving average, corrected for its start: sₙ = w sₙ₋₁ + (1 − w) yₙ, shown as sₙ / (1 − wⁿ), so that
     * the first point stays where it is.
     *
     * @param weight of what was before, from 0 (as it is) to below 1
     */
    public Curve smoothed(double weight) {
        if (weight < 0 || weight >= 1) {
            throw new IllegalArgumentException("A weight is from 0 to below 1, got " + weight + ".");
        }
        List<Point> smooth = new ArrayList<>(points.size());
        double sum = 0;
        double share = 0;
        for (Point point : points) {
            sum = weight * sum + (1 - weight) * point.y();
            share = weight * share + (1 - weight);
            smooth.add(new Point(point.x(), sum / share));
        }
        return new Curve(smooth);
    }

    /** At most about {@code most} points that look the same: of each stretch the lowest and the highest. */
    public Curve thinned(int most) {
        int stretches = Math.max(1, most / 2);
        if (points.size() <= 2 * stretches) {
            return this;
        }
        List<Point> thin = new ArrayList<>(2 * stretches + 2);
        thin.add(points.get(0));
        for (int stretch = 0; stretch < stretches; stretch++) {
            int from = (int) ((long) points.size() * stretch / stretches);
            int to = (int) ((long) points.size() * (stretch + 1) / stretches);
            int low = from;
            int high = from;
            for (int i = from; i < to; i++) {
                low = points.get(i).y() < points.get(low).y() ? i : low;
                high = points.get(i).y() > points.get(high).y() ? i : high;
            }
            thin.add(points.get(Math.min(low, high)));
            if (low != high) {
                thin.add(points.get(Math.max(low, high)));
            }
        }
        thin.add(points.get(points.size() - 1));
        return new Curve(thin);
    }
}
