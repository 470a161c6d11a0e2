package org.t2workbench.app.chart;

import java.util.List;

/**
 * What a {@link SpectrumChart} draws.
 *
 * @param lines the first is the one that ratios are read against, and that the arrow keys walk along
 * @param marks levels with names
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param readsRatio whether the crosshair reads the second line over the first
 */
public record SpectrumData(List<Line> lines, List<Mark> marks, Axis x, Axis y, boolean readsRatio) {

    public static final SpectrumData EMPTY =
            new SpectrumData(List.of(), List.of(), new Axis("", "", false), new Axis("", "", false), false);

    public SpectrumData {
        lines = List.copyOf(lines);
        marks = List.copyOf(marks);
    }

    /** How a line is drawn. */
    public enum Form {
        LINE,
        /** Few places, each with a point. */
        POINTS
    }

    /**
     * @param name for legend and readout
     * @param style its place among colours and dashes; 0 is the base
     * @param x ascending, as many as y
     */
    public record Line(String name, int style, Form form, List<Double> x, List<Double> y) {

        public Line {
            x = List.copyOf(x);
            y = List.copyOf(y);
            if (x.size() != y.size()) {
                throw new IllegalArgumentException(x.size() + " places for " + y.size() + " values");
            }
        }
    }

    /** A level drawn across the chart with its name. */
    public record Mark(double level, String name) {}

    /**
     * @param name in words
     * @param symbol in the readout
     */
    public record Axis(String name, String symbol, boolean logarithmic) {}
}
