package org.t2workbench.app.control;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/** What a sign in a chart stands for. FX thread only. */
public final class LegendEntry extends HBox {

    public LegendEntry(Node sign, String name) {
        super(5);
        Label label = new Label(name);
        label.getStyleClass().add("card-note");
        getChildren().setAll(sign, label);
        setAlignment(Pos.CENTER);
    }

    /** @param styleClass that has the line's colour */
    public static LegendEntry ofLine(String styleClass, String name) {
        Region line = new Region();
        line.getStyleClass().addAll("legend-line", styleClass);
        return new LegendEntry(line, name);
    }
}
