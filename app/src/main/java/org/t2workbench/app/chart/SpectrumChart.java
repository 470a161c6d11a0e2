package org.t2workbench.app.chart;

import java.awt.BasicStroke;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.fx.ChartCanvas;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.theme.Palette;

/** Singular values over their index, several series over each other, with a crosshair that reads them out. */
public final class SpectrumChart extends Region {

    /** One line; the first series is the reference that ratios are read against. */
    public record Series(String name, List<Double> values) {}

    /** What is drawn; {@code edge} is a level drawn across with its name, NaN for none. */
    public record Data(List<Series> series, double edge, String edgeName, String indexName) {

        public static final Data EMPTY = new Data(List.of(), Double.NaN, "", "");
    }

    private static final float LINE = 2f;
    private static final BasicStroke DASHED =
            new BasicStroke(1.3f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 0f, new float[] {6f, 4f}, 0f);
    private static final double LEGIBLE_TICK = 78;
    /** What lies further below the largest value is outside the logarithmic picture. */
    private static final double SMALLEST_SHARE = 1e-6;

    private final XYPlot plot = new XYPlot();
    private final JFreeChart chart = new JFreeChart(null, JFreeChart.DEFAULT_TITLE_FONT, plot, false);
    private final Crosshair crosshair = new Crosshair();
    private Palette palette;
    private @Nullable ChartCanvas canvas;
    private Data data = Data.EMPTY;
    private boolean logarithmic = true;
    private final ReadOnlyIntegerWrapper chosen = new ReadOnlyIntegerWrapper(-1);
    private int index = -1;

    public SpectrumChart(Palette palette) {
        this.palette = palette;
        getStyleClass().add("spectrum-chart");
        getChildren().setAll(crosshair);
        setFocusTraversable(true);
        setMinSize(0, 0);
        addEventHandler(MouseEvent.MOUSE_MOVED, event -> moveTo(indexAt(event.getX())));
        addEventHandler(MouseEvent.MOUSE_EXITED, event -> moveTo(-1));
        addEventHandler(MouseEvent.MOUSE_PRESSED, event -> {
            requestFocus();
            choose(indexAt(event.getX()));
        });
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    /** The component that was clicked last, or chosen with Enter at the crosshair; -1 before. */
    public ReadOnlyIntegerProperty chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    private void choose(int at) {
        if (at >= 0) {
            chosen.set(at);
        }
    }

    public void setPalette(Palette palette) {
        this.palette = palette;
        rebuild();
    }

    public void setLogarithmic(boolean logarithmic) {
        this.logarithmic = logarithmic;
        rebuild();
    }

    public void setData(Data data) {
        this.data = data;
        rebuild();
    }

    @Override
    protected void layoutChildren() {
        ChartCanvas drawn = canvas;
        if (drawn != null) {
            drawn.setWidth(getWidth());
            drawn.setHeight(getHeight());
            ((NumberAxis) plot.getDomainAxis()).setTickUnit(tickUnit(), false, true);
            drawn.draw();
        }
        crosshair.resizeRelocate(0, 0, getWidth(), getHeight());
        moveTo(index);
    }

    /** Made when there is something to draw: AWT and its fonts are loaded by then, and not on this thread. */
    private void makeCanvas() {
        ChartCanvas made = ChartStyle.canvas(chart);
        canvas = made;
        getChildren().add(0, made);
        requestLayout();
    }

    private void rebuild() {
        if (data.series().isEmpty() && canvas == null) {
            return;
        }
        chart.setNotify(false);
        XYSeriesCollection collection = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        int number = 0;
        for (Series series : data.series()) {
            collection.addSeries(points(series, number));
            renderer.setSeriesPaint(
                    number,
                    ChartStyle.awt(
                            palette.series().get(number % palette.series().size())));
            renderer.setSeriesStroke(number, new BasicStroke(LINE, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            number++;
        }
        plot.setDataset(collection);
        plot.setRenderer(renderer);
        plot.setDomainAxis(indexAxis());
        plot.setRangeAxis(logarithmic ? logarithmicAxis() : new NumberAxis());
        plot.clearRangeMarkers();
        if (Double.isFinite(data.edge()) && data.edge() > 0) {
            plot.addRangeMarker(edgeMarker());
        }
        ChartStyle.apply(chart, palette);
        chart.setNotify(true);
        if (canvas == null) {
            makeCanvas();
        }
        moveTo(-1);
    }

    private XYSeries points(Series series, int number) {
        XYSeries points = new XYSeries(number, false, true);
        for (int i = 0; i < series.values().size(); i++) {
            double value = series.values().get(i);
            if (!logarithmic || value > 0) {
                points.add(i, value, false);
            }
        }
        return points;
    }

    private NumberAxis indexAxis() {
        NumberAxis axis = new NumberAxis(data.indexName().isEmpty() ? null : data.indexName());
        axis.setLowerMargin(0);
        axis.setUpperMargin(0);
        int last = Math.max(1, length() - 1);
        axis.setRange(0, last);
        axis.setTickUnit(tickUnit());
        return axis;
    }

    /** Steps of a power of two, as the sizes of matrices are, that leave each number room. */
    private NumberTickUnit tickUnit() {
        double places = Math.max(2, getWidth() / LEGIBLE_TICK);
        double step = 1;
        while (length() / step > places) {
            step *= 2;
        }
        return new NumberTickUnit(step);
    }

    private ValueAxis logarithmicAxis() {
        double highest = positive().max().orElse(1);
        double lowest = positive()
                .filter(value -> value > highest * SMALLEST_SHARE)
                .min()
                .orElse(highest / 10);
        return new DecadeAxis(lowest / 1.15, highest * 1.25);
    }

    private DoubleStream positive() {
        return data.series().stream()
                .flatMap(series -> series.values().stream())
                .mapToDouble(Double::doubleValue)
                .filter(value -> value > 0);
    }

    private ValueMarker edgeMarker() {
        ValueMarker marker = new ValueMarker(data.edge(), ChartStyle.awt(palette.caution()), DASHED);
        marker.setLabel(data.edgeName());
        marker.setLabelFont(ChartStyle.font());
        marker.setLabelPaint(ChartStyle.awt(palette.caution()));
        marker.setLabelBackgroundColor(new java.awt.Color(0, 0, 0, 0));
        marker.setLabelAnchor(RectangleAnchor.TOP_RIGHT);
        marker.setLabelTextAnchor(TextAnchor.BOTTOM_RIGHT);
        marker.setLabelOffset(new RectangleInsets(3, 6, 3, 6));
        return marker;
    }

    private int length() {
        return data.series().isEmpty() ? 0 : data.series().get(0).values().size();
    }

    /** Empty until the chart was drawn once. */
    private Rectangle2D dataArea() {
        ChartRenderingInfo info = canvas == null ? null : canvas.getRenderingInfo();
        return info == null ? new Rectangle2D.Double() : info.getPlotInfo().getDataArea();
    }

    private int indexAt(double x) {
        Rectangle2D area = dataArea();
        if (length() == 0 || area.isEmpty() || x < area.getMinX() - 4 || x > area.getMaxX() + 4) {
            return -1;
        }
        double value = plot.getDomainAxis().java2DToValue(x, area, RectangleEdge.BOTTOM);
        return (int) Math.max(0, Math.min(length() - 1, Math.round(value)));
    }

    private void moveTo(int next) {
        index = next < length() ? next : -1;
        Rectangle2D area = dataArea();
        if (index < 0 || area.isEmpty()) {
            crosshair.setVisible(false);
            return;
        }
        double x = plot.getDomainAxis().valueToJava2D(index, area, RectangleEdge.BOTTOM);
        crosshair.show(x, area, readoutText());
    }

    private String readoutText() {
        StringBuilder text = new StringBuilder("i = ").append(index);
        double reference = data.series().get(0).values().get(index);
        for (Series series : data.series()) {
            double value = series.values().get(index);
            text.append(String.format(Locale.ROOT, "   %s %.4g", series.name(), value));
        }
        if (data.series().size() > 1 && reference > 0) {
            double gain = data.series().get(1).values().get(index) / reference;
            text.append(String.format(Locale.ROOT, "   gain %.3f", gain));
        }
        return text.toString();
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.ENTER && index >= 0) {
            choose(index);
            event.consume();
            return;
        }
        if (length() == 0 || event.getCode() != KeyCode.LEFT && event.getCode() != KeyCode.RIGHT) {
            return;
        }
        int step = (event.getCode() == KeyCode.LEFT ? -1 : 1) * (event.isShiftDown() ? 10 : 1);
        moveTo(Math.max(0, Math.min(length() - 1, index + step)));
        event.consume();
    }
}
