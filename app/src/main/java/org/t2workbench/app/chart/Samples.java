package org.t2workbench.app.chart;

import java.util.Arrays;

/** A line as numbers, without the places that its axes cannot show. Immutable; the arrays are not handed out. */
final class Samples {

    private final int style;
    private final SpectrumData.Form form;
    private final double[] x;
    private final double[] y;

    private Samples(int style, SpectrumData.Form form, double[] x, double[] y) {
        this.style = style;
        this.form = form;
        this.x = x;
        this.y = y;
    }

    static Samples of(SpectrumData.Line line, boolean positiveX, boolean positiveY) {
        int size = line.x().size();
        double[] x = new double[size];
        double[] y = new double[size];
        int kept = 0;
        for (int i = 0; i < size; i++) {
            double across = line.x().get(i);
            double up = line.y().get(i);
            if (Double.isFinite(up) && (!positiveX || across > 0) && (!positiveY || up > 0)) {
                x[kept] = across;
                y[kept] = up;
                kept++;
            }
        }
        return new Samples(line.style(), line.form(), Arrays.copyOf(x, kept), Arrays.copyOf(y, kept));
    }

    /**
     * What is seen between two places, one place more on either side so that the line runs out of the picture. Where there
     * are more places than pixels, each pixel keeps its lowest and its highest value, in their order.
     */
    Samples between(double low, double high, int pixels) {
        int from = Math.max(0, place(low) - 1);
        int to = Math.min(x.length, place(high) + 1);
        int count = to - from;
        int buckets = Math.max(1, pixels);
        if (count <= 2 * buckets) {
            return new Samples(style, form, Arrays.copyOfRange(x, from, to), Arrays.copyOfRange(y, from, to));
        }
        double[] fewX = new double[2 * buckets];
        double[] fewY = new double[2 * buckets];
        int kept = 0;
        for (int bucket = 0; bucket < buckets; bucket++) {
            int first = from + (int) ((long) count * bucket / buckets);
            int end = from + (int) ((long) count * (bucket + 1) / buckets);
            int lowest = first;
            int highest = first;
            for (int i = first; i < end; i++) {
                lowest = y[i] < y[lowest] ? i : lowest;
                highest = y[i] > y[highest] ? i : highest;
            }
            int before = Math.min(lowest, highest);
            int after = Math.max(lowest, highest);
            fewX[kept] = x[before];
            fewY[kept++] = y[before];
            if (after != before) {
                fewX[kept] = x[after];
                fewY[kept++] = y[after];
            }
        }
        return new Samples(style, form, Arrays.copyOf(fewX, kept), Arrays.copyOf(fewY, kept));
    }

    /** The first place that is not below. */
    private int place(double value) {
        int found = Arrays.binarySearch(x, value);
        return found >= 0 ? found : -found - 1;
    }

    /** The place nearest to a value; −1 for a line without any. */
    int nearest(double value) {
        int above = place(value);
        if (above == x.length) {
            return x.length - 1;
        }
        return above > 0 && value - x[above - 1] < x[above] - value ? above - 1 : above;
    }

    int style() {
        return style;
    }

    SpectrumData.Form form() {
        return form;
    }

    int size() {
        return x.length;
    }

    double x(int i) {
        return x[i];
    }

    double y(int i) {
        return y[i];
    }

    double lowest() {
        return Arrays.stream(y).min().orElse(Double.POSITIVE_INFINITY);
    }

    double highest() {
        return Arrays.stream(y).max().orElse(Double.NEGATIVE_INFINITY);
    }
}
