package org.t2workbench.app.learn;

import javafx.scene.AccessibleRole;
import javafx.scene.image.ImageView;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** Grey squares, as large as there is room for. */
final class PixelPane extends Region {

    private final ImageView view = new ImageView();
    private final double largestHeight;
    private @Nullable Greys shown;

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

    void show(@Nullable Greys pixels) {
        shown = pixels;
        view.setImage(pixels == null ? null : pixels.image());
        requestLayout();
    }

    @Override
    protected double computePrefHeight(double width) {
        return largestHeight;
    }

    @Override
    protected void layoutChildren() {
        Greys pixels = shown;
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
