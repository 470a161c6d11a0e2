package org.t2workbench.app.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import javafx.scene.canvas.Canvas;
import javafx.scene.layout.Region;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.fx.ChartCanvas;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleInsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.app.theme.Fonts;
import org.t2workbench.app.theme.Palette;

/** Gives JFreeChart the window's fonts and colours. */
public final class ChartStyle {

    private static final Logger LOG = LoggerFactory.getLogger(ChartStyle.class);
    private static final float TEXT = 11;
    /** Pixels beyond its edges that a canvas is mixed with. */
    private static final double BEYOND = 2;

    static final BasicStroke DOTTED =
            new BasicStroke(1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 0f, new float[] {2f, 4f}, 0f);

    private ChartStyle() {}

    static Font font() {
        return Loaded.FONT;
    }

    /** The same font for the toolkit that draws. */
    private static javafx.scene.text.Font fxFont() {
        return javafx.scene.text.Font.font(Fonts.UI, TEXT);
    }

    static Color awt(javafx.scene.paint.Color color) {
        return new Color(
                (float) color.getRed(), (float) color.getGreen(), (float) color.getBlue(), (float) color.getOpacity());
    }

    /** A canvas that only draws. Not before AWT and its fonts are loaded, which {@link ChartRehearsal} does elsewhere. */
    static ChartCanvas canvas(JFreeChart chart) {
        ChartCanvas made = new ChartCanvas(chart);
        made.setDomainZoomable(false);
        made.setRangeZoomable(false);
        made.setTooltipEnabled(false);
        made.setMouseTransparent(true);
        // the canvas restores this font after each drawing, and FXGraphics2D does not set one it believes is set
        made.getGraphicsContext2D().setFont(fxFont());
        return made;
    }

    /**
     * Gives a canvas the size of what it lies in, in whole pixels, and draws on it. A canvas that became smaller keeps what
     * was drawn beyond its edges; enlarged, as for a picture of twice the size, its last pixels are mixed with that: so what
     * lies there is cleared, after drawing, as a drawing that fills the canvas drops what was asked before it.
     */
    static void fit(Canvas canvas, Region around, Runnable draw) {
        double width = Math.floor(around.getWidth());
        double height = Math.floor(around.getHeight());
        canvas.setWidth(width);
        canvas.setHeight(height);
        draw.run();
        canvas.getGraphicsContext2D().clearRect(width, 0, BEYOND, height + BEYOND);
        canvas.getGraphicsContext2D().clearRect(0, height, width, BEYOND);
    }

    /**
     * Gives a canvas the size of what it lies in and draws its chart once: it draws itself at each change of width or height,
     * so it has none until both are what they will be.
     *
     * @param prepare gives the chart what depends on the size
     */
    static void fit(ChartCanvas canvas, Region around, Runnable prepare) {
        JFreeChart chart = canvas.getChart();
        canvas.setChart(null);
        fit((Canvas) canvas, around, () -> {
            prepare.run();
            canvas.setChart(chart);
        });
    }

    static void apply(JFreeChart chart, Palette palette) {
        chart.setBackgroundPaint(awt(palette.background()));
        chart.setBorderVisible(false);
        chart.setPadding(new RectangleInsets(6, 4, 4, 10));
        XYPlot plot = chart.getXYPlot();
        plot.setBackgroundPaint(awt(palette.background()));
        plot.setOutlineVisible(false);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(awt(palette.grid()));
        plot.setRangeGridlineStroke(DOTTED);
        plot.setAxisOffset(new RectangleInsets(0, 0, 0, 0));
        apply(plot.getDomainAxis(), palette);
        apply(plot.getRangeAxis(), palette);
    }

    static void apply(ValueAxis axis, Palette palette) {
        axis.setTickLabelFont(font());
        axis.setLabelFont(font());
        axis.setTickLabelPaint(awt(palette.muted()));
        axis.setLabelPaint(awt(palette.muted()));
        axis.setAxisLinePaint(awt(palette.grid()));
        axis.setTickMarksVisible(false);
    }

    /** Holds the font; made once, by whoever asks first. */
    private static final class Loaded {

        private static final Font FONT = load();

        private static Font load() {
            try (InputStream in = ChartStyle.class.getResourceAsStream(Fonts.FILES.get(0))) {
                if (in != null) {
                    return Font.createFont(Font.TRUETYPE_FONT, in).deriveFont(TEXT);
                }
            } catch (IOException | FontFormatException e) {
                LOG.warn("The charts go without the font {}: {}", Fonts.UI, e.getMessage());
            }
            return new Font(Font.SANS_SERIF, Font.PLAIN, Math.round(TEXT));
        }
    }
}
