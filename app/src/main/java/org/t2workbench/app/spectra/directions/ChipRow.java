package org.t2workbench.app.spectra.directions;

import javafx.scene.Node;
import javafx.scene.layout.Region;

/** Nodes side by side, as many as there is room for; none is cut off. */
final class ChipRow extends Region {

    private static final double GAP = 6;

    ChipRow() {
        setMinWidth(0);
    }

    void setChips(Iterable<? extends Node> chips) {
        getChildren().clear();
        chips.forEach(getChildren()::add);
        requestLayout();
    }

    @Override
    protected double computePrefWidth(double height) {
        return getChildren().stream()
                .mapToDouble(chip -> chip.prefWidth(-1) + GAP)
                .sum();
    }

    @Override
    protected double computePrefHeight(double width) {
        return getChildren().stream()
                .mapToDouble(chip -> chip.prefHeight(-1))
                .max()
                .orElse(0);
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected void layoutChildren() {
        double x = 0;
        boolean room = true;
        for (Node chip : getChildren()) {
            double width = snapSizeX(chip.prefWidth(-1));
            room = room && x + width <= getWidth();
            chip.setVisible(room);
            chip.resizeRelocate(x, 0, width, chip.prefHeight(-1));
            x += width + GAP;
        }
    }
}
