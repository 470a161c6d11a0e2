package org.t2workbench.app.chart;

import java.awt.geom.Rectangle2D;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Line;

/** A vertical line over a chart, and the words that read out the place where it stands. */
final class Crosshair extends Pane {

    private static final double GAP = 8;

    private final Line line = new Line();
    private final Label readout = new Label();

    Crosshair() {
        line.getStyleClass().add("crosshair");
        readout.getStyleClass().add("crosshair-readout");
        readout.setAlignment(Pos.CENTER_LEFT);
        getChildren().setAll(line, readout);
        setMouseTransparent(true);
        setVisible(false);
    }

    /**
     * @param x where the line stands
     * @param area what it may cover
     */
    void show(double x, Rectangle2D area, String text) {
        double sharp = Math.rint(x) + 0.5;
        line.setStartX(sharp);
        line.setEndX(sharp);
        line.setStartY(area.getMinY());
        line.setEndY(area.getMaxY());
        readout.setText(text);
        readout.applyCss();
        readout.autosize();
        boolean right = sharp + GAP + readout.getWidth() < area.getMaxX();
        readout.relocate(right ? sharp + GAP : sharp - GAP - readout.getWidth(), area.getMinY() + 2);
        setVisible(true);
    }
}
