package org.t2workbench.app.chart;

/** Which part of a chart's horizontal axis is seen. Never more than there is, and never less than a few places. */
final class VisibleRange {

    private static final int FEWEST_SEEN = 4;
    /** On a logarithmic axis: the last place seen is at least so many times the first. */
    private static final double LEAST_RATIO = 1.05;

    private boolean logarithmic;
    private double least;
    private double most = 1;
    private int places;
    private double low;
    private double high = 1;

    double low() {
        return low;
    }

    double high() {
        return high;
    }

    /** Takes over what lines span. Where it is the same as before, what is seen stays; says whether it did. */
    boolean span(SpectrumData data) {
        double[] extent = extent(data);
        boolean same = logarithmic == data.x().logarithmic() && extent[0] == least && extent[1] == most;
        logarithmic = data.x().logarithmic();
        least = extent[0];
        most = extent[1];
        places = data.lines().isEmpty() ? 0 : data.lines().get(0).x().size();
        if (!same) {
            showAll();
        }
        return same;
    }

    void showAll() {
        low = least;
        high = most;
    }

    void show(double from, double to) {
        low = from;
        high = to;
    }

    /** Moves what was seen between two places by a share of its width, as far as there is anything to see. */
    void pan(double from, double to, double share) {
        if (logarithmic) {
            double step = Math.max(least / from, Math.min(most / to, Math.pow(to / from, share)));
            show(from * step, to * step);
        } else {
            double step = Math.max(least - from, Math.min(most - to, share * (to - from)));
            show(from + step, to + step);
        }
    }

    /** Makes what is seen wider (above 1) or narrower around a place. */
    void zoom(double factor, double around) {
        double from;
        double to;
        boolean enough;
        if (logarithmic) {
            from = around * Math.pow(low / around, factor);
            to = around * Math.pow(high / around, factor);
            enough = to / from >= LEAST_RATIO;
        } else {
            from = around - (around - low) * factor;
            to = around + (high - around) * factor;
            enough = to - from >= (most - least) * FEWEST_SEEN / Math.max(FEWEST_SEEN, places);
        }
        if (enough) {
            show(Math.max(least, from), Math.min(most, to));
        }
    }

    /** What lines span on the horizontal axis; from 0 to 1 without any. */
    static double[] extent(SpectrumData data) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (SpectrumData.Line line : data.lines()) {
            for (double x : line.x()) {
                if (!data.x().logarithmic() || x > 0) {
                    least = Math.min(least, x);
                    most = Math.max(most, x);
                }
            }
        }
        if (least > most) {
            return data.x().logarithmic() ? new double[] {0.1, 1} : new double[] {0, 1};
        }
        if (least == most) {
            return data.x().logarithmic() ? new double[] {least / 2, most * 2} : new double[] {least, most + 1};
        }
        return data.x().logarithmic() ? new double[] {least / 1.1, most * 1.1} : new double[] {least, most};
    }
}
