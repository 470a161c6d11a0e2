package org.t2workbench.app.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.CategoryLabelPositions;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.CategoryItemRendererState;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.theme.Palette;

/** Makes charts of shares in groups of bars, each with its interval as a whisker. */
final class IntervalBarPlot {

    private static final double TOP = 1.0;
    private static final double MOST_BAR_WIDTH = 0.06;
    /** Above so many groups their names stand aslant. */
    private static final int LEVEL_NAMES = 8;

    private IntervalBarPlot() {}

    static JFreeChart chart(List<BarPicture.Bar> bars, Palette palette) {
        DefaultCategoryDataset dataset = new DefaultCategoryDataset();
        Map<Key, BarPicture.Bar> byPlace = new HashMap<>();
        List<String> series = new ArrayList<>(
                new LinkedHashSet<>(bars.stream().map(BarPicture.Bar::series).toList()));
        List<String> groups = new ArrayList<>(
                new LinkedHashSet<>(bars.stream().map(BarPicture.Bar::group).toList()));
        for (BarPicture.Bar bar : bars) {
            dataset.addValue(bar.value(), bar.series(), bar.group());
            byPlace.put(new Key(series.indexOf(bar.series()), groups.indexOf(bar.group())), bar);
        }
        Whiskers renderer = new Whiskers(byPlace, ChartStyle.awt(palette.text()));
        for (int i = 0; i < series.size(); i++) {
            List<javafx.scene.paint.Color> colours = palette.series();
            // the first colour is base's alone
            int colour = i == 0 ? 0 : 1 + (i - 1) % (colours.size() - 1);
            renderer.setSeriesPaint(i, ChartStyle.awt(colours.get(colour)));
        }
        CategoryPlot plot = new CategoryPlot(dataset, groupAxis(palette, groups.size()), shareAxis(palette), renderer);
        JFreeChart chart = new JFreeChart(null, ChartStyle.font(), plot, !bars.isEmpty());
        dress(chart, plot, palette);
        return chart;
    }

    private static void dress(JFreeChart chart, CategoryPlot plot, Palette palette) {
        Color ground = ChartStyle.awt(palette.background());
        chart.setBackgroundPaint(ground);
        chart.setBorderVisible(false);
        chart.setPadding(new RectangleInsets(8, 4, 4, 10));
        plot.setBackgroundPaint(ground);
        plot.setOutlineVisible(false);
        plot.setRangeGridlinePaint(ChartStyle.awt(palette.grid()));
        plot.setRangeGridlineStroke(ChartStyle.DOTTED);
        plot.setAxisOffset(new RectangleInsets(0, 0, 0, 0));
        LegendTitle legend = chart.getLegend();
        if (legend != null) {
            legend.setBackgroundPaint(ground);
            legend.setFrame(BlockBorder.NONE);
            legend.setItemFont(ChartStyle.font());
            legend.setItemPaint(ChartStyle.awt(palette.muted()));
            legend.setItemLabelPadding(new RectangleInsets(2, 3, 2, 12));
        }
    }

    private static CategoryAxis groupAxis(Palette palette, int groups) {
        CategoryAxis axis = new CategoryAxis();
        axis.setTickLabelFont(ChartStyle.font());
        axis.setTickLabelPaint(ChartStyle.awt(palette.text()));
        axis.setAxisLinePaint(ChartStyle.awt(palette.grid()));
        axis.setTickMarksVisible(false);
        axis.setLowerMargin(0.02);
        axis.setUpperMargin(0.02);
        axis.setCategoryMargin(0.22);
        if (groups > LEVEL_NAMES) {
            axis.setCategoryLabelPositions(CategoryLabelPositions.UP_45);
        }
        return axis;
    }

    private static NumberAxis shareAxis(Palette palette) {
        NumberAxis axis = new NumberAxis();
        ChartStyle.apply(axis, palette);
        axis.setRange(0, TOP);
        axis.setNumberFormatOverride(NumberFormat.getPercentInstance(Locale.ROOT));
        return axis;
    }

    /** A bar's place. */
    private record Key(int series, int group) {}

    /** Flat bars with a line from the low to the high end of the interval. */
    private static final class Whiskers extends BarRenderer {

        private static final long serialVersionUID = 1;
        private static final double CAP = 3;
        private static final BasicStroke LINE = new BasicStroke(1.2f);

        private final transient Map<Key, BarPicture.Bar> bars;
        private final transient Paint ink;

        Whiskers(Map<Key, BarPicture.Bar> bars, Paint ink) {
            this.bars = bars;
            this.ink = ink;
            setBarPainter(new StandardBarPainter());
            setShadowVisible(false);
            setDrawBarOutline(false);
            setItemMargin(0.08);
            setMaximumBarWidth(MOST_BAR_WIDTH);
        }

        @Override
        public void drawItem(
                Graphics2D g2,
                CategoryItemRendererState state,
                Rectangle2D dataArea,
                CategoryPlot plot,
                CategoryAxis domainAxis,
                ValueAxis rangeAxis,
                CategoryDataset dataset,
                int row,
                int column,
                int pass) {
            super.drawItem(g2, state, dataArea, plot, domainAxis, rangeAxis, dataset, row, column, pass);
            BarPicture.Bar bar = bars.get(new Key(row, column));
            if (bar == null) {
                return;
            }
            double left = calculateBarW0(plot, PlotOrientation.VERTICAL, dataArea, domainAxis, state, row, column);
            double x = left + state.getBarWidth() / 2;
            double low = rangeAxis.valueToJava2D(bar.low(), dataArea, plot.getRangeAxisEdge());
            double high = rangeAxis.valueToJava2D(bar.high(), dataArea, plot.getRangeAxisEdge());
            double cap = Math.min(CAP, state.getBarWidth() / 3);
            g2.setPaint(ink);
            g2.setStroke(LINE);
            g2.draw(new Line2D.Double(x, low, x, high));
            g2.draw(new Line2D.Double(x - cap, low, x + cap, low));
            g2.draw(new Line2D.Double(x - cap, high, x + cap, high));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
