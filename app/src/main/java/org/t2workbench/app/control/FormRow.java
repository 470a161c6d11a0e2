package org.t2workbench.app.control;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

/** A line of a form: a name with its explanation, and the controls behind it. FX thread only. */
public final class FormRow extends HBox {

    private static final double TOOLTIP = 360;

    /** @param width of the name, the same for all rows of a form */
    public FormRow(double width, String name, String help, Node... controls) {
        super(8);
        Label label = new Label(name);
        label.setMinWidth(width);
        label.setPrefWidth(width);
        label.setTooltip(tooltip(help));
        if (controls.length > 0) {
            label.setLabelFor(controls[0]);
        }
        getChildren().add(label);
        getChildren().addAll(controls);
        setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("form-row");
    }

    /** A tooltip whose lines are broken before they are too long to read. */
    public static Tooltip tooltip(String text) {
        Tooltip tooltip = new Tooltip(text);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(TOOLTIP);
        return tooltip;
    }
}
