package org.t2workbench.app.staging;

import java.util.ArrayDeque;
import java.util.Deque;
import javafx.scene.Node;
import javafx.scene.layout.Pane;

/** The children of a pane, taken out and put back one by one in their order. */
final class Pieces implements Gradual {

    private final Pane pane;
    private final Deque<Node> left = new ArrayDeque<>();

    Pieces(Pane pane) {
        this.pane = pane;
    }

    @Override
    public void empty() {
        left.addAll(pane.getChildren());
        pane.getChildren().clear();
    }

    @Override
    public boolean fill() {
        if (!left.isEmpty()) {
            pane.getChildren().add(left.pop());
        }
        return left.isEmpty();
    }
}
