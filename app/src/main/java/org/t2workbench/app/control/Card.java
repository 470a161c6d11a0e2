package org.t2workbench.app.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.t2workbench.app.staging.Gradual;

/** A framed part of a screen with a header strip: title at the left, a note or controls at the right. */
public final class Card extends VBox implements Gradual {

    private final Label title;
    private final Label note = new Label();
    private final HBox header = new HBox(10);
    private final Node body;
    private final List<Node> heading = new ArrayList<>();

    public Card(String titleText, Node body) {
        this.body = body;
        getStyleClass().add("card-frame");
        title = new Label(titleText);
        title.getStyleClass().add("card-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        note.getStyleClass().add("card-note");
        note.managedProperty().bind(note.textProperty().isNotEmpty());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        header.getStyleClass().add("card-header");
        header.setAlignment(Pos.CENTER_LEFT);
        header.getChildren().setAll(title, gap, note);
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().setAll(header, body);
        setMinWidth(0);
        nameAfterTitle(body);
    }

    /** A chart, a table or a list that has no name of its own is read out by the title of its card. */
    private void nameAfterTitle(Node node) {
        if (node instanceof ScrollPane scroll) {
            if (scroll.getContent() != null) {
                nameAfterTitle(scroll.getContent());
            }
        } else if (node.isFocusTraversable() && !isInput(node)) {
            if (node.getAccessibleText() == null) {
                node.setAccessibleText(title.getText());
                title.textProperty().addListener((property, before, now) -> {
                    if (Objects.equals(before, node.getAccessibleText())) {
                        node.setAccessibleText(now);
                    }
                });
            }
        } else if (node instanceof Pane pane) {
            pane.getChildren().forEach(this::nameAfterTitle);
        }
    }

    /** Buttons say their text; what is typed or chosen needs a name of its own. */
    private static boolean isInput(Node node) {
        return node instanceof Labeled
                || node instanceof TextInputControl
                || node instanceof ComboBoxBase
                || node instanceof Slider
                || node instanceof Spinner;
    }

    /**
     * A chart in a card.
     *
     * @param below what stands under the chart, as high as it has to be; the chart has the rest
     */
    public static Card ofChart(String title, Node chart, Node... below) {
        VBox body = new VBox(2, chart);
        body.getChildren().addAll(below);
        body.getStyleClass().add("chart-body");
        VBox.setVgrow(chart, Priority.ALWAYS);
        return new Card(title, body);
    }

    @Override
    public void empty() {
        heading.addAll(header.getChildren());
        header.getChildren().clear();
        getChildren().remove(body);
    }

    /** What stands in the header, then the body. */
    @Override
    public boolean fill() {
        if (!heading.isEmpty()) {
            header.getChildren().setAll(heading);
            heading.clear();
            return false;
        }
        if (!getChildren().contains(body)) {
            getChildren().add(body);
        }
        return true;
    }

    public StringProperty titleProperty() {
        return title.textProperty();
    }

    /** The muted words at the right of the header. */
    public StringProperty noteProperty() {
        return note.textProperty();
    }

    /** Puts a control right after the title. */
    public Card besideTitle(Node node) {
        header.getChildren().add(1, node);
        return this;
    }

    /** Puts controls at the right end of the header, after the note. */
    public Card atEnd(Node... nodes) {
        header.getChildren().addAll(nodes);
        return this;
    }
}
