package org.t2workbench.app.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.Background;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.CornerRadii;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.paint.CycleMethod;
import javafx.scene.paint.LinearGradient;
import javafx.scene.paint.Stop;

/** The colours of a map from its lowest to its highest value. */
public final class ColourScale extends HBox {

    private static final double HEIGHT = 8;
    private static final int STOPS = 12;

    private final Label lowest = new Label();
    private final Label highest = new Label();

    /** For amounts. */
    public ColourScale() {
        this(ColourRamp.VIRIDIS);
    }

    public ColourScale(ColourRamp ramp) {
        super(8);
        getStyleClass().add("colour-scale");
        setAlignment(Pos.CENTER);
        Region bar = new Region();
        bar.setMinHeight(HEIGHT);
        bar.setMaxHeight(HEIGHT);
        List<Stop> stops = new ArrayList<>();
        for (int i = 0; i < STOPS; i++) {
            double share = i / (STOPS - 1.0);
            stops.add(new Stop(share, ramp.at(share)));
        }
        bar.setBackground(new Background(new BackgroundFill(
                new LinearGradient(0, 0, 1, 0, true, CycleMethod.NO_CYCLE, stops),
                new CornerRadii(HEIGHT / 2),
                Insets.EMPTY)));
        lowest.getStyleClass().addAll("muted", "mono-small");
        highest.getStyleClass().addAll("muted", "mono-small");
        HBox.setHgrow(bar, Priority.ALWAYS);
        getChildren().setAll(lowest, bar, highest);
    }

    /** The words at the lowest value. */
    public String lowest() {
        return lowest.getText();
    }

    /** The words at the highest value. */
    public String highest() {
        return highest.getText();
    }

    /**
     * Writes the lowest and the highest value of a map at the ends, and nothing where there is none.
     *
     * @param words for a value
     */
    public void setEnds(HeatMap.Data data, DoubleFunction<String> words) {
        double[] range = data.range(false);
        boolean any = range[0] <= range[1];
        setEnds(any ? words.apply(range[0]) : "", any ? words.apply(range[1]) : "");
    }

    /** Names both ends. */
    public void setEnds(String low, String high) {
        lowest.setText(low);
        highest.setText(high);
        setVisible(!low.isEmpty());
    }
}
