package org.t2workbench.app.chart;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.jfree.chart.JFreeChart;
import org.jfree.svg.SVGGraphics2D;
import org.t2workbench.app.theme.Appearance;
import org.t2workbench.app.theme.Palette;
import org.t2workbench.core.job.AtomicFile;

/** Bars with their intervals in a file, dark on white as papers are. Any thread. */
public final class BarPicture {

    private static final int HEIGHT = 420;
    private static final int NARROW = 640;
    private static final int WIDE = 1280;
    private static final int PER_BAR = 34;
    private static final int SCALE = 2;

    /**
     * One bar.
     *
     * @param group what it stands with
     * @param series what it is compared as; the first one is the base
     * @param value from 0 to 1
     * @param low of its interval
     * @param high of its interval
     */
    public record Bar(String group, String series, double value, double low, double high) {}

    private BarPicture() {}

    /** At twice the size, for screens and print. */
    public static void png(Path file, List<Bar> bars) {
        int width = width(bars);
        BufferedImage image = new BufferedImage(SCALE * width, SCALE * HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.scale(SCALE, SCALE);
        chart(bars).draw(graphics, new Rectangle2D.Double(0, 0, width, HEIGHT));
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new IllegalStateException("nothing fails that is written to memory", e);
        }
        AtomicFile.writeStream(file, stream -> stream.write(bytes.toByteArray()));
    }

    public static void svg(Path file, List<Bar> bars) {
        int width = width(bars);
        SVGGraphics2D graphics = new SVGGraphics2D(width, HEIGHT);
        chart(bars).draw(graphics, new Rectangle2D.Double(0, 0, width, HEIGHT));
        AtomicFile.writeText(file, graphics.getSVGDocument());
    }

    private static JFreeChart chart(List<Bar> bars) {
        return IntervalBarPlot.chart(bars, Palette.of(Appearance.LIGHT));
    }

    private static int width(List<Bar> bars) {
        return Math.max(NARROW, Math.min(WIDE, PER_BAR * bars.size()));
    }
}
