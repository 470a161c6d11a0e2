package org.t2workbench.app.staging;

import java.util.ArrayDeque;
import java.util.Deque;
import javafx.scene.Node;
import javafx.scene.control.Control;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TreeView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.VBox;

/** What of a part of the window comes in steps. FX thread only. */
final class Parts {

    private Parts() {}

    /** First that which holds others; what lies in a row or a column by itself comes one by one. */
    static Deque<Gradual> of(Node node) {
        Deque<Gradual> found = new ArrayDeque<>();
        collect(node, found);
        if ((node instanceof HBox || node instanceof VBox) && !(node instanceof Gradual)) {
            found.addFirst(new Pieces((Pane) node, 1));
        }
        return found;
    }

    /** The next step. */
    static void fill(Deque<Gradual> parts) {
        if (parts.element().fill()) {
            parts.remove();
        }
    }

    private static void collect(Node node, Deque<Gradual> found) {
        if (node instanceof Gradual part) {
            found.add(part);
        }
        if (node instanceof ScrollPane scroll && scroll.getContent() != null) {
            // which is not among its children before it has a skin
            collect(scroll.getContent(), found);
        } else if (node instanceof TableView<?> || node instanceof TreeView<?> || node instanceof ListView<?>) {
            // or else it is put away, and stays so
            if (node.isManaged()) {
                found.add(new GradualRows((Control) node));
            }
        } else if (node instanceof Pane pane) {
            pane.getChildren().forEach(child -> collect(child, found));
        }
    }
}
