package org.t2workbench.app.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.AbstractXYDataset;
import org.t2workbench.app.theme.Palette;

/** Draws {@link SpectrumData} between two places of its horizontal axis. */
final class SpectrumPlot {

    private static final float LINE = 1.8f;
    /** The base is thinner than what is compared with it: both are whole lines, and in grey of one shade. */
    private static final float BASE_LINE = 1.1f;

    private static final BasicStroke DASHED =
            new BasicStroke(1.3f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 0f, new float[] {6f, 4f}, 0f);
    private static final double POINT = 5;
    private static final double MARGIN = 0.05;
    /** What lies further below the largest value is outside the logarithmic picture. */
    private static final double SMALLEST_SHARE = 1e-6;

    private SpectrumPlot() {}

    /** Nothing moves it: a chart is made once and given new contents with {@link #fill}. */
    static JFreeChart chart() {
        return new JFreeChart(null, JFreeChart.DEFAULT_TITLE_FONT, new XYPlot(), false);
    }

    /** The lines that are to be drawn, as numbers. */
    static List<Samples> samples(SpectrumData data, Set<String> hidden) {
        List<Samples> all = new ArrayList<>();
        for (SpectrumData.Line line : data.lines()) {
            if (!hidden.contains(line.name())) {
                all.add(Samples.of(line, data.x().logarithmic(), data.y().logarithmic()));
            }
        }
        return all;
    }

    /**
     * @param lines of {@code data}, prepared
     * @param width groups of places that can be told apart: of each group a line keeps the lowest and the highest value
     */
    static void fill(
            JFreeChart chart,
            SpectrumData data,
            List<Samples> lines,
            double low,
            double high,
            double width,
            Palette palette) {
        chart.setNotify(false);
        XYPlot plot = chart.getXYPlot();
        List<Samples> seen =
                lines.stream().map(line -> line.between(low, high, (int) width)).toList();
        plot.setDataset(new Lines(seen));
        plot.setRenderer(renderer(seen, palette));
        plot.setDomainAxis(axis(data.x(), low, high));
        double[] range = range(seen, data);
        plot.setRangeAxis(axis(data.y(), range[0], range[1]));
        plot.clearRangeMarkers();
        for (SpectrumData.Mark mark : data.marks()) {
            plot.addRangeMarker(marker(mark, palette));
        }
        ChartStyle.apply(chart, palette);
        chart.setNotify(true);
    }

    private static XYLineAndShapeRenderer renderer(List<Samples> lines, Palette palette) {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        // one path for a line instead of one for each of its pieces: what makes panning smooth
        renderer.setDrawSeriesLineAsPath(true);
        for (int number = 0; number < lines.size(); number++) {
            Samples line = lines.get(number);
            Color colour = ChartStyle.awt(
                    palette.series().get(line.style() % palette.series().size()));
            renderer.setSeriesPaint(number, colour);
            renderer.setSeriesStroke(number, LineStyle.stroke(line.style(), width(line.style())));
            if (line.form() == SpectrumData.Form.POINTS) {
                renderer.setSeriesLinesVisible(number, false);
                renderer.setSeriesShapesVisible(number, true);
                renderer.setSeriesShape(number, new Ellipse2D.Double(-POINT / 2, -POINT / 2, POINT, POINT));
            }
        }
        return renderer;
    }

    /** How wide the lines of a style are. */
    static double width(int style) {
        return style == 0 ? BASE_LINE : LINE;
    }

    private static ValueAxis axis(SpectrumData.Axis described, double low, double high) {
        ValueAxis axis;
        if (described.logarithmic()) {
            axis = new DecadeAxis(low, high);
        } else {
            axis = new NumberAxis();
            axis.setRange(low, high);
        }
        axis.setLabel(described.name().isEmpty() ? null : described.name());
        return axis;
    }

    /** What the vertical axis spans, with a margin. */
    private static double[] range(List<Samples> lines, SpectrumData data) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Samples line : lines) {
            low = Math.min(low, line.lowest());
            high = Math.max(high, line.highest());
        }
        boolean logarithmic = data.y().logarithmic();
        if (low > high) {
            return logarithmic ? new double[] {0.1, 1} : new double[] {0, 1};
        }
        if (logarithmic) {
            low = Math.max(low, high * SMALLEST_SHARE);
            return new double[] {low / 1.15, high * 1.25};
        }
        double margin = MARGIN * Math.max(high - low, Math.max(Math.abs(high), 1e-9) * 0.1);
        return new double[] {low >= 0 && low < high / 2 ? 0 : low - margin, high + margin};
    }

    private static ValueMarker marker(SpectrumData.Mark mark, Palette palette) {
        ValueMarker marker = new ValueMarker(mark.level(), ChartStyle.awt(palette.caution()), DASHED);
        marker.setLabel(mark.name());
        marker.setLabelFont(ChartStyle.font());
        marker.setLabelPaint(ChartStyle.awt(palette.caution()));
        marker.setLabelBackgroundColor(new Color(0, 0, 0, 0));
        marker.setLabelAnchor(RectangleAnchor.TOP_RIGHT);
        marker.setLabelTextAnchor(TextAnchor.BOTTOM_RIGHT);
        marker.setLabelOffset(new RectangleInsets(3, 6, 3, 6));
        return marker;
    }

    /** The lines as JFreeChart reads them. */
    private static final class Lines extends AbstractXYDataset {

        private static final long serialVersionUID = 1L;

        private final transient List<Samples> lines;

        Lines(List<Samples> lines) {
            this.lines = lines;
        }

        @Override
        public int getSeriesCount() {
            return lines.size();
        }

        @Override
        public Comparable<?> getSeriesKey(int series) {
            return series;
        }

        @Override
        public int getItemCount(int series) {
            return lines.get(series).size();
        }

        @Override
        public Number getX(int series, int item) {
            return lines.get(series).x(item);
        }

        @Override
        public Number getY(int series, int item) {
            return lines.get(series).y(item);
        }

        @Override
        public double getXValue(int series, int item) {
            return lines.get(series).x(item);
        }

        @Override
        public double getYValue(int series, int item) {
            return lines.get(series).y(item);
        }
    }
}
