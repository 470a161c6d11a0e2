package org.t2workbench.app.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;
import org.t2workbench.app.theme.Palette;

/**
 * Points with several coordinates from 0 to 1: a strip for each coordinate, in which the points stand from the first at
 * the left to the last at the right, and beside them their mean and spread. Kinds are told apart by shape as well as by
 * colour. A point under the mouse, or chosen with the arrow keys, is ringed in every strip and read out.
 */
public final class StripChart extends CrosshairChart {

    /** What a point is; each has a shape of its own. */
    public enum Kind {
        /** An open circle. */
        MEMBER,
        /** A full diamond. */
        ELITE,
        /** A star. */
        BEST
    }

    /**
     * One point.
     *
     * @param words for the readout, before its coordinates
     * @param values its coordinates
     */
    public record Mark(String words, Kind kind, List<Double> values) {

        public Mark {
            values = List.copyOf(values);
        }
    }

    /**
     * What is drawn.
     *
     * @param names of the coordinates
     * @param marks in order
     * @param means over the marks, one per coordinate
     * @param deviations likewise, their standard deviations
     */
    public record Strips(List<String> names, List<Mark> marks, List<Double> means, List<Double> deviations) {

        public static final Strips EMPTY = new Strips(List.of(), List.of(), List.of(), List.of());

        public Strips {
            names = List.copyOf(names);
            marks = List.copyOf(marks);
            means = List.copyOf(means);
            deviations = List.copyOf(deviations);
        }
    }

    private static final int CHOSEN = Kind.values().length;
    private static final double LEFT = -0.40;
    private static final double RIGHT = 0.28;
    /** Where mean and spread stand in a strip. */
    private static final double SPREAD = 0.40;

    private static final double MEMBER_SIZE = 6;
    private static final double ELITE_SIZE = 9;
    private static final double BEST_SIZE = 13;
    private static final double RING = 16;
    private static final double MARGIN = 0.04;
    private static final double NEAR = 24;

    private final XYPlot plot = new XYPlot();
    private final JFreeChart chart = new JFreeChart(null, JFreeChart.DEFAULT_TITLE_FONT, plot, false);
    private Strips strips = Strips.EMPTY;
    private int chosen = -1;
    private int strip;

    public StripChart(Palette palette) {
        super(palette, "strip-chart");
        addEventHandler(MouseEvent.MOUSE_MOVED, this::moved);
        addEventHandler(MouseEvent.MOUSE_EXITED, event -> choose(-1));
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    public void setStrips(Strips strips) {
        this.strips = strips;
        chosen = Math.min(chosen, strips.marks().size() - 1);
        strip = Math.min(strip, Math.max(0, strips.names().size() - 1));
        rebuild();
    }

    /** How many points are drawn. */
    public int count() {
        return strips.marks().size();
    }

    @Override
    void rebuild() {
        redraw(chart, !strips.names().isEmpty());
    }

    @Override
    void prepare() {
        chart.setNotify(false);
        plot.setDataset(0, points());
        plot.setRenderer(0, pointRenderer());
        plot.setDataset(1, spreads());
        plot.setRenderer(1, spreadRenderer());
        plot.setDomainAxis(nameAxis());
        plot.setRangeAxis(valueAxis());
        ChartStyle.apply(chart, palette());
        plot.getDomainAxis().setTickLabelPaint(ChartStyle.awt(palette().text()));
        plot.clearDomainMarkers();
        for (int i = 1; i < strips.names().size(); i++) {
            plot.addDomainMarker(
                    new ValueMarker(i - 0.5, ChartStyle.awt(palette().grid()), new BasicStroke(1)));
        }
        chart.setNotify(true);
    }

    private XYSeriesCollection points() {
        XYSeriesCollection collection = new XYSeriesCollection();
        for (int kind = 0; kind <= CHOSEN; kind++) {
            XYSeries series = new XYSeries(kind, false, true);
            series.setNotify(false);
            for (int i = 0; i < strips.marks().size(); i++) {
                Mark mark = strips.marks().get(i);
                if (kind == CHOSEN ? i == chosen : mark.kind().ordinal() == kind) {
                    for (int at = 0; at < mark.values().size(); at++) {
                        series.add(x(at, i), mark.values().get(at).doubleValue());
                    }
                }
            }
            collection.addSeries(series);
        }
        return collection;
    }

    /** Where a point stands in a strip. */
    private double x(int at, int mark) {
        int last = Math.max(1, strips.marks().size() - 1);
        return at + LEFT + (RIGHT - LEFT) * mark / last;
    }

    private XYLineAndShapeRenderer pointRenderer() {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
        renderer.setUseFillPaint(true);
        renderer.setDrawOutlines(true);
        renderer.setUseOutlinePaint(true);
        Color ground = ChartStyle.awt(palette().background());
        style(
                renderer,
                Kind.MEMBER.ordinal(),
                circle(MEMBER_SIZE),
                ground,
                ChartStyle.awt(palette().base()),
                1.2f);
        Color accent = ChartStyle.awt(palette().accent());
        style(renderer, Kind.ELITE.ordinal(), diamond(ELITE_SIZE), accent, ground, 1f);
        style(
                renderer,
                Kind.BEST.ordinal(),
                star(BEST_SIZE),
                ChartStyle.awt(palette().caution()),
                ground,
                1f);
        style(
                renderer,
                CHOSEN,
                circle(RING),
                new Color(0, 0, 0, 0),
                ChartStyle.awt(palette().focus()),
                1.6f);
        return renderer;
    }

    private static void style(
            XYLineAndShapeRenderer renderer, int series, Shape shape, Color fill, Color outline, float stroke) {
        renderer.setSeriesShape(series, shape);
        renderer.setSeriesPaint(series, fill);
        renderer.setSeriesFillPaint(series, fill);
        renderer.setSeriesOutlinePaint(series, outline);
        renderer.setSeriesOutlineStroke(series, new BasicStroke(stroke));
    }

    private static Shape circle(double size) {
        return new Ellipse2D.Double(-size / 2, -size / 2, size, size);
    }

    private static Shape diamond(double size) {
        Path2D path = new Path2D.Double();
        path.moveTo(0, -size / 2);
        path.lineTo(size / 2, 0);
        path.lineTo(0, size / 2);
        path.lineTo(-size / 2, 0);
        path.closePath();
        return path;
    }

    private static Shape star(double size) {
        Path2D path = new Path2D.Double();
        int corners = 10;
        for (int i = 0; i < corners; i++) {
            double radius = i % 2 == 0 ? size / 2 : size / 4.6;
            double angle = 2 * Math.PI * i / corners - Math.PI / 2;
            if (i == 0) {
                path.moveTo(radius * Math.cos(angle), radius * Math.sin(angle));
            } else {
                path.lineTo(radius * Math.cos(angle), radius * Math.sin(angle));
            }
        }
        path.closePath();
        return path;
    }

    private YIntervalSeriesCollection spreads() {
        YIntervalSeries series = new YIntervalSeries("spread", false, true);
        series.setNotify(false);
        for (int at = 0; at < strips.means().size(); at++) {
            double mean = strips.means().get(at);
            double deviation = strips.deviations().get(at);
            series.add(at + SPREAD, mean, mean - deviation, mean + deviation);
        }
        YIntervalSeriesCollection collection = new YIntervalSeriesCollection();
        collection.addSeries(series);
        return collection;
    }

    private XYErrorRenderer spreadRenderer() {
        XYErrorRenderer renderer = new XYErrorRenderer();
        renderer.setDrawXError(false);
        renderer.setCapLength(7);
        Color text = ChartStyle.awt(palette().text());
        renderer.setErrorPaint(text);
        renderer.setErrorStroke(new BasicStroke(1.4f));
        renderer.setSeriesPaint(0, text);
        renderer.setSeriesShape(0, new Rectangle2D.Double(-4.5, -1.2, 9, 2.4));
        return renderer;
    }

    private SymbolAxis nameAxis() {
        SymbolAxis axis = new SymbolAxis(null, strips.names().toArray(String[]::new));
        axis.setGridBandsVisible(false);
        axis.setAutoRangeIncludesZero(false);
        axis.setRange(-0.5, Math.max(0.5, strips.names().size() - 0.5));
        return axis;
    }

    private static NumberAxis valueAxis() {
        NumberAxis axis = new NumberAxis("α");
        axis.setRange(-MARGIN, 1 + MARGIN);
        axis.setTickUnit(new NumberTickUnit(0.25));
        axis.setLabelAngle(Math.PI / 2);
        return axis;
    }

    private double pixelX(double x, Rectangle2D area) {
        return plot.getDomainAxis().valueToJava2D(x, area, RectangleEdge.BOTTOM);
    }

    private void moved(MouseEvent event) {
        Rectangle2D area = dataArea();
        int nearest = -1;
        int within = strip;
        double smallest = NEAR * NEAR;
        for (int i = 0; i < strips.marks().size() && !area.isEmpty(); i++) {
            List<Double> values = strips.marks().get(i).values();
            for (int at = 0; at < values.size(); at++) {
                double across = pixelX(x(at, i), area) - event.getX();
                double down =
                        plot.getRangeAxis().valueToJava2D(values.get(at), area, RectangleEdge.LEFT) - event.getY();
                double distance = across * across + down * down;
                if (distance < smallest) {
                    smallest = distance;
                    nearest = i;
                    within = at;
                }
            }
        }
        strip = within;
        choose(nearest);
    }

    private void choose(int mark) {
        if (mark != chosen) {
            chosen = mark;
            rebuild();
        }
        readOut();
    }

    @Override
    void readOut() {
        Rectangle2D area = dataArea();
        if (chosen < 0 || chosen >= strips.marks().size() || area.isEmpty()) {
            crosshair.setVisible(false);
            return;
        }
        Mark mark = strips.marks().get(chosen);
        StringBuilder text = new StringBuilder(mark.words());
        for (int at = 0; at < mark.values().size(); at++) {
            text.append("   ").append(strips.names().get(at));
            text.append(String.format(Locale.ROOT, " %.3f", mark.values().get(at)));
        }
        crosshair.show(pixelX(x(strip, chosen), area), area, text.toString());
    }

    private void key(KeyEvent event) {
        int last = strips.marks().size() - 1;
        if (last < 0 || event.getCode() != KeyCode.LEFT && event.getCode() != KeyCode.RIGHT) {
            return;
        }
        int step = (event.getCode() == KeyCode.LEFT ? -1 : 1) * (event.isShiftDown() ? 10 : 1);
        choose(Math.max(0, Math.min(last, chosen + step)));
        event.consume();
    }
}
