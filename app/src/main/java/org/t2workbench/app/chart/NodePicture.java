package org.t2workbench.app.chart;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import javafx.scene.Node;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.transform.Transform;

/** A part of the window as a picture, as it looks, at twice the size. Immutable; taken on the FX thread, written on any. */
public final class NodePicture {

    private static final double SCALE = 2;

    private final int width;
    private final int height;
    private final int[] pixels;

    private NodePicture(int width, int height, int[] pixels) {
        this.width = width;
        this.height = height;
        this.pixels = pixels;
    }

    public static NodePicture of(Node node) {
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setTransform(Transform.scale(SCALE, SCALE));
        WritableImage image = node.snapshot(parameters, null);
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        int[] pixels = new int[width * height];
        image.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        return new NodePicture(width, height, pixels);
    }

    /** Puts the part of the window on the clipboard. FX thread. */
    public static void copy(Node node) {
        ClipboardContent content = new ClipboardContent();
        content.putImage(node.snapshot(null, null));
        Clipboard.getSystemClipboard().setContent(content);
    }

    public void png(Path file) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, width, height, pixels, 0, width);
        ChartFile.png(file, image);
    }
}
