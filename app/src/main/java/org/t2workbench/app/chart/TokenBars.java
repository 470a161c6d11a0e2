package org.t2workbench.app.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The most probable next tokens as bars, one row each; rows are reused, so that it can follow a moving slider. */
public final class TokenBars extends VBox {

    /** One row; {@code share} is 0 to 1, {@code marked} sets it apart as the one that was chosen. */
    public record Bar(String label, double share, boolean marked) {}

    private static final double LABEL_WIDTH = 84;
    private static final double PERCENT_WIDTH = 52;
    private static final double BAR_HEIGHT = 9;

    private final String tone;
    private final List<Row> rows = new ArrayList<>();

    /** @param tone the style class of the filled part: {@code base} or {@code adapted} */
    public TokenBars(String tone) {
        super(4);
        this.tone = tone;
        getStyleClass().add("token-bars");
    }

    public void setBars(List<Bar> bars) {
        while (rows.size() < bars.size()) {
            Row row = new Row(tone);
            rows.add(row);
            getChildren().add(row);
        }
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            boolean used = i < bars.size();
            row.setVisible(used);
            row.setManaged(used);
            if (used) {
                row.show(bars.get(i));
            }
        }
    }

    private static String percent(double share) {
        double percent = 100 * share;
        if (percent < 0.1) {
            return "<0.1 %";
        }
        return String.format(Locale.ROOT, percent < 10 ? "%.1f %%" : "%.0f %%", percent);
    }

    private static final class Row extends HBox {

        private final Label label = new Label();
        private final Label value = new Label();
        private final Region fill = new Region();
        private final StackPane track = new StackPane(fill);
        private double share;

        Row(String tone) {
            super(10);
            setAlignment(Pos.CENTER_LEFT);
            label.setMinWidth(LABEL_WIDTH);
            label.setMaxWidth(LABEL_WIDTH);
            label.setTextOverrun(OverrunStyle.ELLIPSIS);
            label.getStyleClass().add("mono");
            value.setMinWidth(PERCENT_WIDTH);
            value.setMaxWidth(PERCENT_WIDTH);
            value.setAlignment(Pos.CENTER_RIGHT);
            value.getStyleClass().addAll("muted", "figures");
            fill.getStyleClass().addAll("bar-fill", tone);
            fill.setMinWidth(0);
            fill.setMaxHeight(BAR_HEIGHT);
            track.getStyleClass().add("bar-track");
            track.setAlignment(Pos.CENTER_LEFT);
            track.setMinSize(0, BAR_HEIGHT);
            track.setMaxHeight(BAR_HEIGHT);
            track.widthProperty().addListener((property, before, now) -> resizeFill());
            HBox.setHgrow(track, Priority.ALWAYS);
            getChildren().setAll(label, track, value);
        }

        void show(Bar bar) {
            label.setText(bar.label());
            label.getStyleClass().remove("strong");
            if (bar.marked()) {
                label.getStyleClass().add("strong");
            }
            value.setText(percent(bar.share()));
            share = bar.share();
            resizeFill();
        }

        private void resizeFill() {
            fill.setMaxWidth(Math.max(BAR_HEIGHT / 2, share * track.getWidth()));
        }
    }
}
