package org.t2workbench.app.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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

    /**
     * Values over the components of a matrix, counted from 0.
     *
     * @param index the horizontal axis in words
     * @param edge a level with its name, NaN for none
     * @param logarithmic the vertical axis
     */
    public static SpectrumData overComponents(
            Map<String, List<Double>> values, String index, double edge, String edgeName, boolean logarithmic) {
        List<Line> lines = new ArrayList<>();
        values.forEach((name, y) -> {
            List<Double> x =
                    IntStream.range(0, y.size()).mapToObj(i -> (double) i).toList();
            lines.add(new Line(name, lines.size(), Form.LINE, x, y));
        });
        List<Mark> marks = Double.isNaN(edge) ? List.of() : List.of(new Mark(edge, edgeName));
        return new SpectrumData(lines, marks, new Axis(index, "i", false), new Axis("", "", logarithmic), false);
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
