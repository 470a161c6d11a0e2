package org.t2workbench.app.chart;

import static org.t2workbench.app.chart.ChartPicture.quoted;

import java.awt.BasicStroke;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.Range;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.theme.Appearance;
import org.t2workbench.app.theme.Palette;

/**
 * Figures over the iterations of runs, one or more curves over each other, each with an interval where it has one. Made
 * to be given new data a few times a second: a thousand points cost a few milliseconds.
 */
public final class CurveChart extends CrosshairChart {

    /** One figure and the interval around it, which is the figure itself where there is none. */
    public record Point(double x, double y, double low, double high) {

        public static Point of(double x, double y) {
            return new Point(x, y, y, y);
        }
    }

    /** How a curve is drawn. */
    public enum Form {
        LINE,
        /** What others are held against. */
        THIN,
        /** In the background: what a smoothed curve was made of. */
        FAINT,
        /** Few points, each one marked. */
        MARKED
    }

    /**
     * @param name for the readout; empty for none
     * @param colour its place in the palette's series, and among dashes
     * @param points in order of x; finite
     */
    public record Curve(String name, int colour, Form form, List<Point> points) {

        public Curve {
            points = List.copyOf(points);
        }
    }

    /** What the vertical axis counts. */
    public enum Scale {
        /** Any number; the axis is where the curves are. */
        FREE,
        /** Numbers from 0. */
        FROM_ZERO,
        /** Shares from 0 to 1, written in percent. */
        SHARE
    }

    private static final float LINE = 1.8f;
    private static final float THIN = 1f;
    private static final float BAND = 0.16f;
    private static final double MARK = 5;
    private static final double FAINT_SHARE = 0.38;
    private static final double MARGIN = 0.08;
    private static final double EDGE = 0.008;
    /** The axis of shares shows at least so much, so that it has more than one number on it. */
    private static final double SHARE_SPAN = 0.25;

    private final Scale scale;
    private final XYPlot plot = new XYPlot();
    private final JFreeChart chart = new JFreeChart(null, JFreeChart.DEFAULT_TITLE_FONT, plot, false);
    private List<Curve> curves = List.of();
    private double last = 1;
    private double selected = Double.NaN;
    private double marked = Double.NaN;

    public CurveChart(Scale scale, Palette palette) {
        super(palette, "curve-chart");
        this.scale = scale;
        addEventHandler(MouseEvent.MOUSE_MOVED, event -> moveTo(placeAt(event.getX())));
        addEventHandler(MouseEvent.MOUSE_EXITED, event -> moveTo(Double.NaN));
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    /** @param last the x where the axis ends, or less than the curves' own last to end with them */
    public void setCurves(List<Curve> curves, double last) {
        setCurves(curves, last, Double.NaN);
    }

    /**
     * @param last as above
     * @param marked where a line stands for the iteration that is looked at; NaN for none
     */
    public void setCurves(List<Curve> curves, double last, double marked) {
        this.marked = marked;
        this.curves = List.copyOf(curves);
        this.last = Math.max(
                Math.max(1, last),
                curves.stream()
                        .filter(curve -> !curve.points().isEmpty())
                        .mapToDouble(curve ->
                                curve.points().get(curve.points().size() - 1).x())
                        .max()
                        .orElse(1));
        rebuild();
    }

    /**
     * What is drawn, for files.
     *
     * @param across what the horizontal axis counts
     * @param up what the vertical one does
     */
    public ChartPicture picture(String across, String up) {
        JFreeChart made = new JFreeChart(null, JFreeChart.DEFAULT_TITLE_FONT, new XYPlot(), false);
        fill(made, Palette.of(Appearance.LIGHT));
        made.getXYPlot().getDomainAxis().setLabel(across);
        made.getXYPlot().getRangeAxis().setLabel(up);
        ChartPicture.addLegend(made, curves.stream().map(Curve::name).toList());
        List<Curve> written = curves;
        return new ChartPicture(made, () -> csv(written, across, up));
    }

    /**
     * A row for each point, in full. The points behind a smoothed curve go by its name; a line that has no name is one to
     * see by and no figure.
     */
    private static String csv(List<Curve> written, String across, String up) {
        StringBuilder text = new StringBuilder("series,");
        text.append(quoted(across)).append(',').append(quoted(up)).append(",low,high\n");
        for (int i = 0; i < written.size(); i++) {
            Curve curve = written.get(i);
            boolean each = curve.form() == Form.FAINT && i + 1 < written.size();
            String name = each ? written.get(i + 1).name() + " (each)" : curve.name();
            if (name.isEmpty()) {
                continue;
            }
            for (Point point : curve.points()) {
                text.append(quoted(name))
                        .append(',')
                        .append(point.x())
                        .append(',')
                        .append(point.y());
                text.append(',')
                        .append(point.low())
                        .append(',')
                        .append(point.high())
                        .append('\n');
            }
        }
        return text.toString();
    }

    @Override
    void readOut() {
        moveTo(selected);
    }

    @Override
    void rebuild() {
        redraw(chart, !curves.isEmpty());
    }

    @Override
    void prepare() {
        fill(chart, palette());
    }

    private void fill(JFreeChart filled, Palette palette) {
        filled.setNotify(false);
        XYPlot plot = filled.getXYPlot();
        YIntervalSeriesCollection collection = new YIntervalSeriesCollection();
        DeviationRenderer renderer = new DeviationRenderer(true, true);
        renderer.setAlpha(BAND);
        for (int number = 0; number < curves.size(); number++) {
            Curve curve = curves.get(number);
            YIntervalSeries series = new YIntervalSeries(number, false, true);
            series.setNotify(false);
            curve.points().forEach(point -> series.add(point.x(), point.y(), point.low(), point.high()));
            collection.addSeries(series);
            style(renderer, number, curve, palette);
        }
        plot.setDataset(collection);
        plot.setRenderer(renderer);
        plot.setDomainAxis(iterationAxis());
        plot.setRangeAxis(figureAxis());
        plot.clearDomainMarkers();
        if (!Double.isNaN(marked)) {
            plot.addDomainMarker(new ValueMarker(marked, ChartStyle.awt(palette.muted()), new BasicStroke(THIN)));
        }
        ChartStyle.apply(filled, palette);
        filled.setNotify(true);
    }

    private static void style(DeviationRenderer renderer, int number, Curve curve, Palette palette) {
        boolean faint = curve.form() == Form.FAINT;
        javafx.scene.paint.Color colour =
                palette.series().get(curve.colour() % palette.series().size());
        renderer.setSeriesPaint(number, ChartStyle.awt(colour.deriveColor(0, 1, 1, faint ? FAINT_SHARE : 1)));
        renderer.setSeriesFillPaint(number, ChartStyle.awt(colour));
        boolean thin = faint || curve.form() == Form.THIN;
        renderer.setSeriesStroke(number, thin ? new BasicStroke(THIN) : LineStyle.stroke(curve.colour(), LINE));
        // one point makes no line
        renderer.setSeriesShapesVisible(
                number, curve.form() == Form.MARKED || curve.points().size() == 1);
        renderer.setSeriesShape(number, new Ellipse2D.Double(-MARK / 2, -MARK / 2, MARK, MARK));
    }

    private NumberAxis iterationAxis() {
        NumberAxis axis = new NumberAxis();
        axis.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        // a little more on both sides, so that marks there are whole
        axis.setRange(-EDGE * last, (1 + EDGE) * last);
        return axis;
    }

    private NumberAxis figureAxis() {
        NumberAxis axis = new NumberAxis();
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Curve curve : curves) {
            for (Point point : curve.points()) {
                low = Math.min(low, point.low());
                high = Math.max(high, point.high());
            }
        }
        if (low > high) {
            low = 0;
            high = 1;
        }
        double margin = Math.max((high - low) * MARGIN, Math.max(Math.abs(high), 1e-9) * 1e-3);
        low = scale == Scale.FREE ? low - margin : scale == Scale.FROM_ZERO ? 0 : Math.max(0, low - margin);
        // a little above 1, so that a mark there is whole
        high = scale == Scale.SHARE ? Math.min(1.03, high + margin) : high + margin;
        if (scale == Scale.SHARE && high - low < SHARE_SPAN) {
            low = Math.max(0, high - SHARE_SPAN);
            high = low + SHARE_SPAN;
        }
        axis.setRange(new Range(Math.min(low, high - 1e-9), high));
        if (scale == Scale.SHARE) {
            axis.setNumberFormatOverride(java.text.NumberFormat.getPercentInstance(Locale.ROOT));
        }
        return axis;
    }

    private double placeAt(double x) {
        Rectangle2D area = dataArea();
        if (area.isEmpty() || x < area.getMinX() - 4 || x > area.getMaxX() + 4) {
            return Double.NaN;
        }
        return Math.max(
                0, Math.min(last, Math.rint(plot.getDomainAxis().java2DToValue(x, area, RectangleEdge.BOTTOM))));
    }

    private void moveTo(double place) {
        selected = place;
        Rectangle2D area = dataArea();
        String text = Double.isNaN(place) || area.isEmpty() ? "" : readout(place);
        if (text.isEmpty()) {
            crosshair.setVisible(false);
            return;
        }
        crosshair.show(plot.getDomainAxis().valueToJava2D(place, area, RectangleEdge.BOTTOM), area, text);
    }

    private String readout(double place) {
        StringBuilder text = new StringBuilder();
        for (Curve curve : curves) {
            Point point = near(curve.points(), place);
            if (point != null && !curve.name().isEmpty()) {
                text.append("   ").append(curve.name()).append(' ').append(written(point.y()));
                if (point.low() < point.high()) {
                    text.append(" (").append(written(point.low()));
                    text.append("–").append(written(point.high())).append(')');
                }
            }
        }
        return text.isEmpty() ? "" : String.format(Locale.ROOT, "%.0f", place) + text;
    }

    private String written(double figure) {
        return scale == Scale.SHARE
                ? String.format(Locale.ROOT, "%.1f %%", 100 * figure)
                : String.format(Locale.ROOT, "%.4g", figure);
    }

    /** The point there, or the last one before it; null where there is none yet. */
    private static @Nullable Point near(List<Point> points, double place) {
        int low = 0;
        int high = points.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (points.get(middle).x() <= place) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? null : points.get(low - 1);
    }

    private void key(KeyEvent event) {
        if (curves.isEmpty() || event.getCode() != KeyCode.LEFT && event.getCode() != KeyCode.RIGHT) {
            return;
        }
        int step = (event.getCode() == KeyCode.LEFT ? -1 : 1) * (event.isShiftDown() ? 10 : 1);
        moveTo(Math.max(0, Math.min(last, (Double.isNaN(selected) ? 0 : selected) + step)));
        event.consume();
    }
}
