package org.t2workbench.app.learn;

import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import org.t2workbench.app.workbench.Pixels;

/** Numbers as grey squares, so that no colour has to be told apart. Immutable, made on any thread. */
public final class Greys {

    private static final int OPAQUE = 0xff000000;
    private static final int WHITE = 255;

    private final int rows;
    private final int columns;
    private final int[] colours;

    private Greys(int rows, int columns, int[] colours) {
        this.rows = rows;
        this.columns = columns;
        this.colours = colours;
    }

    /**
     * @param lowest what is black
     * @param highest what is white
     */
    static Greys of(Pixels pixels, double lowest, double highest) {
        int[] colours = new int[pixels.rows() * pixels.columns()];
        double span = highest > lowest ? highest - lowest : 1;
        for (int row = 0; row < pixels.rows(); row++) {
            for (int column = 0; column < pixels.columns(); column++) {
                double share = (pixels.at(row, column) - lowest) / span;
                int grey = (int) Math.round(WHITE * Math.min(1, Math.max(0, share)));
                colours[row * pixels.columns() + column] = OPAQUE | grey << 16 | grey << 8 | grey;
            }
        }
        return new Greys(pixels.rows(), pixels.columns(), colours);
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    /** FX thread only. */
    Image image() {
        WritableImage image = new WritableImage(columns, rows);
        image.getPixelWriter().setPixels(0, 0, columns, rows, PixelFormat.getIntArgbInstance(), colours, 0, columns);
        return image;
    }
}
