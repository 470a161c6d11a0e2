package org.t2workbench.app.control;

import java.util.ArrayDeque;
import java.util.Deque;
import javafx.scene.Node;
import javafx.scene.layout.VBox;

/** Rows one below the other. They stay what they are once the column is built. */
public final class GradualColumn extends VBox implements Gradual {

    private final Deque<Node> left = new ArrayDeque<>();

    public GradualColumn(double spacing, Node... rows) {
        super(spacing, rows);
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
