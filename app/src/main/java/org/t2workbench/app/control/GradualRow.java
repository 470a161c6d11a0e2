package org.t2workbench.app.control;

import java.util.ArrayDeque;
import java.util.Deque;
import javafx.scene.Node;
import javafx.scene.layout.HBox;

/** Tools side by side. They stay what they are once the row is built. */
public final class GradualRow extends HBox implements Gradual {

    private final Deque<Node> left = new ArrayDeque<>();

    public GradualRow(double spacing, Node... tools) {
        super(spacing, tools);
    }

    @Override
    public void empty() {
        left.addAll(getChildren());
        getChildren().clear();
    }

    @Override
    public boolean fill() {
        if (!left.isEmpty()) {
            getChildren().add(left.pop());
        }
        return left.isEmpty();
    }
}
