package org.t2workbench.app.chart;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.RectangleEdge;
import org.t2workbench.core.job.AtomicFile;

/**
 * A chart as it goes into files: whole, dark on white as papers are, with its numbers. What the window shows afterwards
 * does not change it. Any thread, one at a time.
 */
public final class ChartPicture {

    /** What can be written. */
    public enum Format {
        /** At twice the size, for screens and print. */
        PNG,
        SVG,
        /** The numbers, in full. */
        CSV;

        public String ending() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int WIDTH = 900;
    private static final int HEIGHT = 480;

    private final JFreeChart chart;
    private final Supplier<String> numbers;

    /**
     * @param chart nobody else's
     * @param numbers as comma-separated values
     */
    ChartPicture(JFreeChart chart, Supplier<String> numbers) {
        this.chart = chart;
        this.numbers = numbers;
    }

    /** Replaces what the file held, at once or not at all. */
    public void write(Path file, Format format) {
        switch (format) {
            case PNG -> ChartFile.png(file, chart, WIDTH, HEIGHT);
            case SVG -> ChartFile.svg(file, chart, WIDTH, HEIGHT);
            case CSV -> AtomicFile.writeText(file, numbers.get());
        }
    }

    /** How many points of a line the picture can tell apart. */
    static double places() {
        return 2.0 * WIDTH;
    }

    /**
     * Names the lines above the drawing.
     *
     * @param names of the chart's series in their order; empty for one that is not named
     */
    static void addLegend(JFreeChart chart, List<String> names) {
        LegendTitle legend = new LegendTitle(() -> {
            LegendItemCollection items = new LegendItemCollection();
            for (int series = 0; series < names.size(); series++) {
                if (!names.get(series).isEmpty()) {
                    items.add(named(
                            names.get(series), chart.getXYPlot().getRenderer().getLegendItem(0, series)));
                }
            }
            return items;
        });
        legend.setPosition(RectangleEdge.TOP);
        legend.setItemFont(ChartStyle.font());
        chart.addLegend(legend);
    }

    private static LegendItem named(String name, LegendItem drawn) {
        return new LegendItem(
                name,
                null,
                null,
                null,
                drawn.isShapeVisible(),
                drawn.getShape(),
                drawn.isShapeFilled(),
                drawn.getFillPaint(),
                drawn.isShapeOutlineVisible(),
                drawn.getOutlinePaint(),
                drawn.getOutlineStroke(),
                drawn.isLineVisible(),
                drawn.getLine(),
                drawn.getLineStroke(),
                drawn.getLinePaint());
    }

    /** A text as a cell of comma-separated values. */
    static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
