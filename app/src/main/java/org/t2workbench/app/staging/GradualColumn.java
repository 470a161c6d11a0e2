package org.t2workbench.app.staging;

import javafx.scene.Node;
import javafx.scene.layout.VBox;

/** Rows one below the other. They stay what they are once the column is built. */
public class GradualColumn extends VBox implements Gradual {

    private final Pieces pieces = new Pieces(this, 1);

    public GradualColumn(double spacing, Node... rows) {
        super(spacing, rows);
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
