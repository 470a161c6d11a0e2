package org.t2workbench.app.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.t2workbench.app.chart.CurveChart;
import org.t2workbench.app.chart.CurveChart.Curve;
import org.t2workbench.app.chart.CurveChart.Form;
import org.t2workbench.app.chart.CurveChart.Point;

/** A run's points as curves. */
public final class Curves {

    /** Iterations that a smoothed value looks back over, and no more than a tenth of the run. */
    private static final int WINDOW = 20;

    private Curves() {}

    /** The figure of each iteration in the background, its running mean in front. */
    public static List<Curve> smoothed(
            List<RunPoint> points, ToDoubleFunction<RunPoint> figure, String name, int colour) {
        List<Point> raw = plain(points, figure);
        int window = Math.max(1, Math.min(WINDOW, raw.size() / 10));
        if (window == 1) {
            return List.of(new Curve(name, colour, Form.LINE, raw));
        }
        List<Point> mean = new ArrayList<>(raw.size());
        double sum = 0;
        for (int i = 0; i < raw.size(); i++) {
            sum += raw.get(i).y() - (i >= window ? raw.get(i - window).y() : 0);
            mean.add(Point.of(raw.get(i).x(), sum / Math.min(window, i + 1)));
        }
        return List.of(new Curve("", colour, Form.FAINT, raw), new Curve(name, colour, Form.LINE, mean));
    }

    /** The validations, each with its interval. */
    public static Curve validations(List<RunPoint> points, String name, int colour) {
        List<Point> all = points.stream()
                .filter(point -> Double.isFinite(point.validation()))
                .map(point ->
                        new Point(point.iteration(), point.validation(), point.validationLow(), point.validationHigh()))
                .toList();
        return new Curve(name, colour, Form.MARKED, all);
    }

    private static List<Point> plain(List<RunPoint> points, ToDoubleFunction<RunPoint> figure) {
        List<Point> all = new ArrayList<>(points.size());
        for (RunPoint point : points) {
            double value = figure.applyAsDouble(point);
            if (Double.isFinite(value)) {
                all.add(CurveChart.Point.of(point.iteration(), value));
            }
        }
        return all;
    }
}
