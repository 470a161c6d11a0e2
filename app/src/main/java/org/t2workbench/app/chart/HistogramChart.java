package org.t2workbench.app.chart;

import java.awt.BasicStroke;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.fx.ChartCanvas;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.XIntervalSeries;
import org.jfree.data.xy.XIntervalSeriesCollection;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.theme.Appearance;
import org.t2workbench.app.theme.Palette;

/** How often which number occurs, as bars of equal width with a line at one of them; the arrow keys and the mouse read out. */
public final class HistogramChart extends Region {

    /**
     * What is drawn.
     *
     * @param edges where bars begin, and one more: where the last one ends
     * @param counts one fewer than edges
     * @param mark where the line stands
     */
    public record Bars(List<Double> edges, List<Long> counts, double mark) {

        public static final Bars NONE = new Bars(List.of(), List.of(), Double.NaN);

        public Bars {
            edges = List.copyOf(edges);
            counts = List.copyOf(counts);
        }
    }

    private final Crosshair crosshair = new Crosshair();
    private final String unit;
    private Palette palette;
    private Bars bars = Bars.NONE;
    private @Nullable ChartCanvas canvas;
    private @Nullable JFreeChart chart;
    private int chosen = -1;

    /** @param unit what is counted, for the readout */
    public HistogramChart(Palette palette, String unit) {
        this.palette = palette;
        this.unit = unit;
        getStyleClass().add("histogram-chart");
        getChildren().setAll(crosshair);
        setFocusTraversable(true);
        setMinSize(0, 0);
        addEventHandler(MouseEvent.MOUSE_MOVED, event -> choose(at(event.getX())));
        addEventHandler(MouseEvent.MOUSE_EXITED, event -> choose(-1));
        addEventHandler(MouseEvent.MOUSE_PRESSED, event -> requestFocus());
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    public void setPalette(Palette palette) {
        this.palette = palette;
        rebuild();
    }

    public void setBars(Bars bars) {
        this.bars = bars;
        chosen = -1;
        rebuild();
    }

    /** What is drawn, for files. */
    public ChartPicture picture() {
        Bars written = bars;
        JFreeChart made = chart(written, Palette.of(Appearance.LIGHT));
        made.getXYPlot().getRangeAxis().setLabel(unit);
        return new ChartPicture(made, () -> csv(written));
    }

    /** A row for each bar: where it begins and ends, and how many it holds. */
    private String csv(Bars written) {
        StringBuilder text =
                new StringBuilder("from,to,").append(ChartPicture.quoted(unit)).append('\n');
        for (int i = 0; i < written.counts().size(); i++) {
            text.append(written.edges().get(i))
                    .append(',')
                    .append(written.edges().get(i + 1));
            text.append(',').append(written.counts().get(i)).append('\n');
        }
        return text.toString();
    }

    private static JFreeChart chart(Bars bars, Palette palette) {
        XIntervalSeries series = new XIntervalSeries("", false, true);
        for (int i = 0; i < bars.counts().size(); i++) {
            double from = bars.edges().get(i);
            double to = bars.edges().get(i + 1);
            series.add((from + to) / 2, from, to, bars.counts().get(i));
        }
        XIntervalSeriesCollection collection = new XIntervalSeriesCollection();
        collection.addSeries(series);
        XYBarRenderer renderer = new XYBarRenderer(0.1);
        renderer.setBarPainter(new StandardXYBarPainter());
        renderer.setShadowVisible(false);
        renderer.setSeriesPaint(0, ChartStyle.awt(palette.accent()));
        NumberAxis across = new NumberAxis();
        across.setAutoRangeIncludesZero(false);
        across.setLowerMargin(0);
        across.setUpperMargin(0);
        NumberAxis up = new NumberAxis();
        up.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        XYPlot plot = new XYPlot(collection, across, up, renderer);
        if (!Double.isNaN(bars.mark())) {
            plot.addDomainMarker(new ValueMarker(bars.mark(), ChartStyle.awt(palette.muted()), new BasicStroke(1.2f)));
        }
        JFreeChart made = new JFreeChart(null, JFreeChart.DEFAULT_TITLE_FONT, plot, false);
        ChartStyle.apply(made, palette);
        return made;
    }

    private void rebuild() {
        getChildren().setAll(crosshair);
        crosshair.setVisible(false);
        canvas = null;
        chart = null;
        if (!bars.counts().isEmpty()) {
            JFreeChart made = chart(bars, palette);
            ChartCanvas drawn = ChartStyle.canvas(made);
            chart = made;
            canvas = drawn;
            getChildren().add(0, drawn);
        }
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        ChartCanvas drawn = canvas;
        if (drawn != null) {
            ChartStyle.fit(drawn, this, drawn::draw);
        }
        crosshair.resizeRelocate(0, 0, getWidth(), getHeight());
        choose(chosen);
    }

    /** Empty until the chart was drawn once. */
    private Rectangle2D dataArea() {
        ChartRenderingInfo info = canvas == null ? null : canvas.getRenderingInfo();
        return info == null ? new Rectangle2D.Double() : info.getPlotInfo().getDataArea();
    }

    private int at(double x) {
        Rectangle2D area = dataArea();
        if (area.isEmpty() || x < area.getMinX() || x >= area.getMaxX()) {
            return -1;
        }
        return (int) ((x - area.getMinX()) / area.getWidth() * bars.counts().size());
    }

    private void choose(int bar) {
        chosen = bar;
        JFreeChart drawn = chart;
        Rectangle2D area = dataArea();
        if (bar < 0 || bar >= bars.counts().size() || drawn == null || area.isEmpty()) {
            crosshair.setVisible(false);
            return;
        }
        double from = bars.edges().get(bar);
        double to = bars.edges().get(bar + 1);
        double x = drawn.getXYPlot().getDomainAxis().valueToJava2D((from + to) / 2, area, RectangleEdge.BOTTOM);
        crosshair.show(
                x,
                area,
                String.format(
                        Locale.ROOT,
                        "%.4g – %.4g   %d %s",
                        from,
                        to,
                        bars.counts().get(bar),
                        unit));
    }

    private void key(KeyEvent event) {
        if (bars.counts().isEmpty() || (event.getCode() != KeyCode.LEFT && event.getCode() != KeyCode.RIGHT)) {
            return;
        }
        int step = event.getCode() == KeyCode.LEFT ? -1 : 1;
        int start = chosen < 0 ? bars.counts().size() / 2 : chosen;
        choose(Math.max(0, Math.min(bars.counts().size() - 1, start + step)));
        event.consume();
    }
}
