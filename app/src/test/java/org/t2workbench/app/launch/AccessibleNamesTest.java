package org.t2workbench.app.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Cell;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Spinner;
import org.controlsfx.control.RangeSlider;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.spectra.SpectraState;

/** What the keyboard can reach has a name that is read out, on every screen. */
class AccessibleNamesTest extends WindowFixture {

    @Test
    void whatTheKeyboardReachesHasAName() throws TimeoutException {
        show("spectra");
        waitUntil(() -> context.spectra().stateProperty().get() == SpectraState.READY);
        for (String screen : List.of("model", "spectra", "experts", "train", "compare", "evaluate", "runs", "learn")) {
            show(screen);
        }
        // what has not been in front is not in the scene
        robot.interact(() -> IntStream.range(0, context.learn().count())
                .forEach(context.learn().indexProperty()::set));
        show("experts");
        for (Node part : robot.lookup("#experts-shown .segment").queryAll()) {
            robot.clickOn(part);
        }
        waitUntilWhole();
        Set<String> nameless = new TreeSet<>();
        robot.interact(() -> find(robot.lookup("#spectra").query().getScene().getRoot(), nameless));
        assertThat(nameless).isEmpty();
    }

    private static void find(Node node, Set<String> nameless) {
        boolean reached = node.isFocusTraversable() && !(node instanceof ScrollPane) && !(node instanceof Cell);
        if (reached && !isNamed(node)) {
            nameless.add(node.getClass().getSimpleName() + " " + path(node));
        }
        // what these are made of speaks for them
        boolean whole = node instanceof ComboBoxBase
                || node instanceof Spinner
                || node instanceof RangeSlider
                || node instanceof Cell;
        if (node instanceof Parent parent && !whole) {
            parent.getChildrenUnmodifiable().forEach(child -> find(child, nameless));
        }
    }

    private static boolean isNamed(Node node) {
        String text = node instanceof Labeled labeled ? labeled.getText() : "";
        return !Objects.toString(text, "").isBlank()
                || !Objects.toString(node.getAccessibleText(), "").isBlank()
                || node instanceof Control && node.queryAccessibleAttribute(AccessibleAttribute.LABELED_BY) != null;
    }

    private static String path(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (at.getId() != null) {
                return "#" + at.getId() + (at == node ? "" : " within");
            }
        }
        return String.join(".", node.getStyleClass());
    }
}
