package org.t2workbench.core.run;

import java.util.List;
import java.util.Locale;

/** Draws curves over each other as an SVG element; its colours are the page's classes {@code s0} to {@code s7}. */
final class CurveSvg {

    private static final int WIDTH = 560;
    private static final int HEIGHT = 210;
    private static final int LEFT = 54;
    private static final int RIGHT = 10;
    private static final int TOP = 8;
    private static final int BOTTOM = 24;
    private static final int POINTS = 500;
    private static final int COLOURS = 8;

    private final List<Curve> curves;
    private double lowX = Double.POSITIVE_INFINITY;
    private double highX = Double.NEGATIVE_INFINITY;
    private double lowY = Double.POSITIVE_INFINITY;
    private double highY = Double.NEGATIVE_INFINITY;

    private CurveSvg(List<Curve> curves) {
        this.curves = curves;
        for (Curve curve : curves) {
            for (Curve.Point point : curve.points()) {
                lowX = Math.min(lowX, point.x());
                highX = Math.max(highX, point.x());
                lowY = Math.min(lowY, point.y());
                highY = Math.max(highY, point.y());
            }
        }
        if (lowX > highX) {
            lowX = 0;
            highX = 1;
            lowY = 0;
            highY = 1;
        }
        highX = Math.max(highX, lowX + 1);
        double margin = Math.max((highY - lowY) * 0.06, Math.max(Math.abs(highY), 1e-9) * 1e-3);
        lowY -= margin;
        highY += margin;
    }

    /** @param name said to those who cannot see it */
    static String draw(String name, List<Curve> curves) {
        return new CurveSvg(curves.stream().map(curve -> curve.thinned(POINTS)).toList()).svg(name);
    }

    private String svg(String name) {
        StringBuilder svg = new StringBuilder();
        svg.append("<svg viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT);
        svg.append("\" role=\"img\" aria-label=\"").append(Html.escape(name)).append("\">");
        double step = step(highY - lowY, 5);
        for (double tick = Math.ceil(lowY / step) * step; tick <= highY; tick += step) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                            + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT,
                    WIDTH - RIGHT,
                    y(tick),
                    y(tick),
                    LEFT - 6,
                    y(tick) + 3.5,
                    number(tick, step)));
        }
        double stepX = Math.max(1, step(highX - lowX, 8));
        for (double tick = Math.ceil(lowX / stepX) * stepX; tick <= highX; tick += stepX) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x(tick),
                    HEIGHT - 6,
                    number(tick, stepX)));
        }
        for (int i = 0; i < curves.size(); i++) {
            curve(svg, curves.get(i), i % COLOURS);
        }
        return svg.append("</svg>").toString();
    }

    private void curve(StringBuilder svg, Curve curve, int colour) {
        if (curve.points().isEmpty()) {
            return;
        }
        StringBuilder path = new StringBuilder();
        for (Curve.Point point : curve.points()) {
            path.append(path.isEmpty() ? 'M' : 'L');
            path.append(String.format(Locale.ROOT, "%.1f %.1f", x(point.x()), y(point.y())));
        }
        svg.append("<path class=\"s")
                .append(colour)
                .append("\" d=\"")
                .append(path)
                .append("\"/>");
        // few points are far apart, and one makes no line
        if (curve.points().size() <= 12) {
            for (Curve.Point point : curve.points()) {
                svg.append(String.format(
                        Locale.ROOT,
                        "<circle class=\"s%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\"/>",
                        colour,
                        x(point.x()),
                        y(point.y())));
            }
        }
    }

    private double x(double value) {
        return LEFT + (value - lowX) / (highX - lowX) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - (value - lowY) / (highY - lowY) * (HEIGHT - TOP - BOTTOM);
    }

    /** 1, 2 or 5 times a power of ten, so that there are at most {@code most} steps. */
    private static double step(double range, int most) {
        double power = Math.pow(10, Math.floor(Math.log10(range / most)));
        for (double factor : new double[] {1, 2, 5}) {
            if (range / (factor * power) <= most) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static String number(double value, double step) {
        double shown = Math.abs(value) < step / 1000 ? 0 : value;
        if (Math.abs(shown) >= 1e6 || step < 1e-5) {
            return String.format(Locale.ROOT, "%.1e", shown);
        }
        int places = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        return String.format(Locale.ROOT, "%." + places + "f", shown);
    }
}
