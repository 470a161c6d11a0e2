package org.t2workbench.app.chart;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.jfree.chart.JFreeChart;
import org.jfree.svg.SVGGraphics2D;
import org.t2workbench.core.job.AtomicFile;

/** Drawings as files. Any thread. */
final class ChartFile {

    private static final int SCALE = 2;

    /** What is drawn, from (0, 0) to a size that is given to the file too. */
    interface Drawing {
        void on(Graphics2D graphics);
    }

    private ChartFile() {}

    static void png(Path file, JFreeChart chart, int width, int height) {
        png(file, drawing(chart, width, height), width, height);
    }

    static void svg(Path file, JFreeChart chart, int width, int height) {
        svg(file, drawing(chart, width, height), width, height);
    }

    private static Drawing drawing(JFreeChart chart, int width, int height) {
        return graphics -> chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height));
    }

    /** At twice the size, for screens and print. */
    static void png(Path file, Drawing drawing, int width, int height) {
        BufferedImage image = new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.scale(SCALE, SCALE);
        drawing.on(graphics);
        graphics.dispose();
        png(file, image);
    }

    static void png(Path file, BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new IllegalStateException("nothing fails that is written to memory", e);
        }
        AtomicFile.writeStream(file, stream -> stream.write(bytes.toByteArray()));
    }

    static void svg(Path file, Drawing drawing, int width, int height) {
        SVGGraphics2D graphics = new SVGGraphics2D(width, height);
        drawing.on(graphics);
        AtomicFile.writeText(file, graphics.getSVGDocument());
    }
}
