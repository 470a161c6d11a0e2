package org.t2workbench.app.experts.inspect;

import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

/** A part with a body, in place of which something else can stand while there is nothing to see, and with tools in a row. */
final class PartFrame implements Part {

    private final StackPane node;
    private final Node body;
    private final HBox tools;
    private final Node firstFocus;
    private final Consumer<Boolean> onActive;

    /** @param onActive is told that the part came to the front or went to the back */
    PartFrame(Node body, Node firstFocus, Consumer<Boolean> onActive, Node... tools) {
        this.node = new StackPane(body);
        this.body = body;
        this.firstFocus = firstFocus;
        this.onActive = onActive;
        this.tools = new HBox(10, tools);
        this.tools.setAlignment(Pos.CENTER_RIGHT);
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public Node tools() {
        return tools;
    }

    @Override
    public void setActive(boolean front) {
        onActive.accept(front);
    }

    @Override
    public Node firstFocus() {
        return firstFocus;
    }

    void showBody() {
        show(body);
    }

    /** @param other why the body is empty, or how far what fills it is */
    void show(Node other) {
        node.getChildren().setAll(other);
    }
}
