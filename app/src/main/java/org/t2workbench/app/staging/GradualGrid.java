package org.t2workbench.app.staging;

import javafx.scene.layout.GridPane;

/** Rows of a form or of figures, a few cells at a time. They stay what they are once the first are taken out. */
public final class GradualGrid extends GridPane implements Gradual {

    private static final int CELLS = 8;

    private final Pieces pieces = new Pieces(this, CELLS);

    @Override
    public void empty() {
        pieces.empty();
    }

    @Override
    public boolean fill() {
        return pieces.fill();
    }
}
