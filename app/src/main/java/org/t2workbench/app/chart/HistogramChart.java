package org.t2workbench.app.chart;

import java.awt.BasicStroke;
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
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.XIntervalSeries;
import org.jfree.data.xy.XIntervalSeriesCollection;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.theme.Appearance;
import org.t2workbench.app.theme.Palette;

/** How often which number occurs, as bars of equal width with a line at one of them; the arrow keys and the mouse read out. */
public final class HistogramChart extends CrosshairChart {

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

    private final String unit;
    private Bars bars = Bars.NONE;
    private @Nullable JFreeChart chart;
    private int chosen = -1;

    /** @param unit what is counted, for the readout */
    public HistogramChart(Palette palette, String unit) {
        super(palette, "histogram-chart");
        this.unit = unit;
        addEventHandler(MouseEvent.MOUSE_MOVED, event -> choose(at(event.getX())));
        addEventHandler(MouseEvent.MOUSE_EXITED, event -> choose(-1));
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
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

    @Override
    void rebuild() {
        crosshair.setVisible(false);
        chart = bars.counts().isEmpty() ? null : chart(bars, palette());
        setChart(chart);
    }

    @Override
    void readOut() {
        choose(chosen);
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
