package org.t2workbench.app.staging;

import javafx.scene.Node;
import javafx.scene.layout.HBox;

/** Tools side by side. They stay what they are once the row is built. */
public final class GradualRow extends HBox implements Gradual {

    private final Pieces pieces = new Pieces(this, 1);

    public GradualRow(double spacing, Node... tools) {
        super(spacing, tools);
    }

    @Override
    public void empty() {
        pieces.empty();
    }

    @Override
    public boolean fill() {
        return pieces.fill();
    }
}
