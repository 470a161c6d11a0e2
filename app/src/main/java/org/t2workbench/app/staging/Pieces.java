package org.t2workbench.app.staging;

import java.util.ArrayDeque;
import java.util.Deque;
import javafx.scene.Node;
import javafx.scene.layout.Pane;

/** The children of a pane, taken out and put back in their order, some at a time. */
final class Pieces implements Gradual {

    private final Pane pane;
    private final int step;
    private final Deque<Node> left = new ArrayDeque<>();

    Pieces(Pane pane, int step) {
        this.pane = pane;
        this.step = step;
    }

    @Override
    public void empty() {
        left.addAll(pane.getChildren());
        pane.getChildren().clear();
    }

    @Override
    public boolean fill() {
        for (int i = 0; i < step && !left.isEmpty(); i++) {
            pane.getChildren().add(left.pop());
        }
        return left.isEmpty();
    }
}
