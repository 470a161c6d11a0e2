package org.t2workbench.app.learn;

import javafx.scene.AccessibleRole;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.workbench.Pixels;

/** Numbers as grey squares, the lowest black and the highest white, so that no colour has to be told apart. */
final class PixelPane extends Region {

    private final ImageView view = new ImageView();
    private final double largestHeight;
    private @Nullable Pixels shown;

    /** @param largestHeight no more than this, whatever the width */
    PixelPane(String id, double largestHeight) {
        this.largestHeight = largestHeight;
        setId(id);
        getStyleClass().add("learn-pixels");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        view.setPreserveRatio(true);
        view.setSmooth(false);
        getChildren().setAll(view);
        setMinSize(60, 60);
        setMaxHeight(largestHeight);
    }

    /**
     * @param lowest what is drawn black
     * @param highest what is drawn white
     */
    void show(@Nullable Pixels pixels, double lowest, double highest) {
        shown = pixels;
        if (pixels == null) {
            view.setImage(null);
            return;
        }
        WritableImage image = new WritableImage(pixels.columns(), pixels.rows());
        int[] colours = new int[pixels.rows() * pixels.columns()];
        double span = highest > lowest ? highest - lowest : 1;
        for (int row = 0; row < pixels.rows(); row++) {
            for (int column = 0; column < pixels.columns(); column++) {
                double share = (pixels.at(row, column) - lowest) / span;
                int grey = (int) Math.round(255 * Math.min(1, Math.max(0, share)));
                colours[row * pixels.columns() + column] = 0xff000000 | grey << 16 | grey << 8 | grey;
            }
        }
        image.getPixelWriter()
                .setPixels(
                        0,
                        0,
                        pixels.columns(),
                        pixels.rows(),
                        PixelFormat.getIntArgbInstance(),
                        colours,
                        0,
                        pixels.columns());
        view.setImage(image);
        requestLayout();
    }

    @Override
    protected double computePrefHeight(double width) {
        return largestHeight;
    }

    @Override
    protected void layoutChildren() {
        Pixels pixels = shown;
        if (pixels == null) {
            return;
        }
        double scale = Math.min(getWidth() / pixels.columns(), getHeight() / pixels.rows());
        double width = scale * pixels.columns();
        view.setFitWidth(width);
        view.setFitHeight(scale * pixels.rows());
        view.relocate(0, 0);
    }
}
