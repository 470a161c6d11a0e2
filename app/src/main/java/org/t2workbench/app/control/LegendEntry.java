package org.t2workbench.app.control;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import javafx.scene.shape.StrokeLineCap;

/** What a sign in a chart stands for. FX thread only. */
public final class LegendEntry extends HBox {

    private static final double SAMPLE = 20;

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

    /**
     * A piece of a line as a chart draws it.
     *
     * @param styleClass that has the line's colour
     * @param dashes lengths of dashes and gaps; empty for a whole line
     */
    public static LegendEntry ofLine(String styleClass, String name, List<Double> dashes) {
        Line line = new Line(0, 0, SAMPLE, 0);
        line.getStyleClass().addAll("legend-stroke", styleClass);
        line.setStrokeLineCap(StrokeLineCap.BUTT);
        line.getStrokeDashArray().setAll(dashes);
        return new LegendEntry(line, name);
    }
}
