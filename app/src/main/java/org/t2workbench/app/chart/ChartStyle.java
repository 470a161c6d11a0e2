package org.t2workbench.app.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.io.InputStream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleInsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.app.theme.Fonts;
import org.t2workbench.app.theme.Palette;

/** Gives JFreeChart the window's fonts and colours. */
public final class ChartStyle {

    private static final Logger LOG = LoggerFactory.getLogger(ChartStyle.class);
    private static final int TEXT = 11;
    private static final BasicStroke DOTTED =
            new BasicStroke(1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 0f, new float[] {2f, 4f}, 0f);

    private ChartStyle() {}

    /** Loads what AWT needs, so that the first chart does not keep the FX thread waiting. Any thread. */
    public static void warmUp() {
        for (String file : Fonts.FILES) {
            try (InputStream in = ChartStyle.class.getResourceAsStream(file)) {
                if (in != null) {
                    GraphicsEnvironment.getLocalGraphicsEnvironment()
                            .registerFont(Font.createFont(Font.TRUETYPE_FONT, in));
                }
            } catch (IOException | FontFormatException e) {
                LOG.warn("The charts go without the font {}: {}", file, e.getMessage());
            }
        }
    }

    static Font font() {
        return new Font(Fonts.UI, Font.PLAIN, TEXT);
    }

    static Color awt(javafx.scene.paint.Color color) {
        return new Color(
                (float) color.getRed(), (float) color.getGreen(), (float) color.getBlue(), (float) color.getOpacity());
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
}
