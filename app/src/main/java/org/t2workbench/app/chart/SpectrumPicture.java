package org.t2workbench.app.chart;

import java.nio.file.Path;
import java.util.Set;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.RectangleEdge;
import org.t2workbench.app.theme.Appearance;
import org.t2workbench.app.theme.Palette;

/** A spectrum chart in a file, whole, dark on white as papers are, with a legend. Any thread. */
public final class SpectrumPicture {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 480;

    private SpectrumPicture() {}

    /** @param hidden names of the lines that are left out */
    public static void png(Path file, SpectrumData data, Set<String> hidden) {
        ChartFile.png(file, chart(data, hidden), WIDTH, HEIGHT);
    }

    public static void svg(Path file, SpectrumData data, Set<String> hidden) {
        ChartFile.svg(file, chart(data, hidden), WIDTH, HEIGHT);
    }

    private static JFreeChart chart(SpectrumData data, Set<String> hidden) {
        JFreeChart chart = SpectrumPlot.chart();
        double[] extent = VisibleRange.extent(data);
        SpectrumPlot.fill(
                chart,
                data,
                SpectrumPlot.samples(data, hidden),
                extent[0],
                extent[1],
                2.0 * WIDTH,
                Palette.of(Appearance.LIGHT));
        LegendTitle legend = new LegendTitle(() -> {
            var items = new org.jfree.chart.LegendItemCollection();
            int number = 0;
            for (SpectrumData.Line line : data.lines()) {
                if (!hidden.contains(line.name())) {
                    var drawn = chart.getXYPlot().getRenderer().getLegendItem(0, number++);
                    items.add(new org.jfree.chart.LegendItem(
                            line.name(),
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
                            drawn.getLinePaint()));
                }
            }
            return items;
        });
        legend.setPosition(RectangleEdge.TOP);
        legend.setItemFont(ChartStyle.font());
        chart.addLegend(legend);
        return chart;
    }
}
