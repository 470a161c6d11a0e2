package org.t2workbench.app.learn;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.chart.ChartPicture;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.ChartMenu;
import org.t2workbench.app.control.ChoiceWords;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.MatrixSummary;

/** Small parts that several steps are put together from. */
final class LearnControls {

    private static final double LEAST_CHART = 150;

    private LearnControls() {}

    /** The matrix that the steps look at. */
    static Node matrixChoice(String id, LearnContext context, Strings strings) {
        ComboBox<MatrixSummary> box = new ComboBox<>();
        box.setId(id);
        box.setVisibleRowCount(14);
        box.setConverter(
                new ChoiceWords<>(matrix -> matrix.shortName() + "  " + matrix.rows() + " × " + matrix.columns()));
        follow(box, context.matrixProperty(), context::matrices);
        return named(strings.get("learn.matrix"), box);
    }

    /** The expert that the steps look at. */
    static Node expertChoice(String id, LearnContext context, Strings strings) {
        ComboBox<ExpertSummary> box = new ComboBox<>(context.experts());
        box.setId(id);
        box.setConverter(new ChoiceWords<>(ExpertSummary::name));
        box.valueProperty().bindBidirectional(context.expertProperty());
        return named(strings.get("learn.expert"), box);
    }

    private static void follow(
            ComboBox<MatrixSummary> box,
            ObjectProperty<@Nullable MatrixSummary> property,
            Supplier<List<MatrixSummary>> all) {
        Runnable show = () -> {
            if (!box.getItems().equals(all.get())) {
                box.getItems().setAll(all.get());
            }
            box.setValue(property.get());
        };
        property.addListener((observable, before, now) -> show.run());
        box.valueProperty().addListener((observable, before, now) -> {
            // emptied while the list changes
            if (now != null) {
                property.set(now);
            }
        });
        show.run();
    }

    /** Two choices and the property they stand for, each following the other. */
    static void follow(Segments<Boolean> segments, BooleanProperty property) {
        segments.valueProperty().set(property.get());
        segments.valueProperty().addListener((observable, before, now) -> property.set(now));
        property.addListener(
                (observable, before, now) -> segments.valueProperty().set(now));
    }

    /** A control with its name before it. */
    static HBox named(String name, Node control) {
        Label label = new Label(name);
        label.getStyleClass().add("muted");
        label.setMinWidth(Region.USE_PREF_SIZE);
        label.setLabelFor(control);
        control.setAccessibleText(name);
        return row(label, control);
    }

    static HBox row(Node... nodes) {
        HBox row = new HBox(10, nodes);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    /** Columns of the given shares of the width. */
    static GridPane columns(double[] shares, Node... nodes) {
        GridPane grid = new GridPane();
        grid.setHgap(12);
        for (double share : shares) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(share);
            column.setFillWidth(true);
            grid.getColumnConstraints().add(column);
        }
        RowConstraints line = new RowConstraints();
        line.setVgrow(Priority.ALWAYS);
        grid.getRowConstraints().add(line);
        grid.addRow(0, nodes);
        return grid;
    }

    /** A line that follows what is shown; its words are also its accessible text. */
    static Label reading(String id) {
        Label label = new Label();
        label.setId(id);
        label.getStyleClass().add("learn-reading");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    static Label small(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("card-note");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    /** What went wrong, taking no room while nothing did. */
    static Label problem(String id, ReadOnlyStringProperty text) {
        Label label = new Label("", new FontIcon(Feather.X_CIRCLE));
        label.setId(id);
        label.getStyleClass().add("problem-note");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.textProperty().bind(text);
        label.visibleProperty().bind(text.isNotEmpty());
        label.managedProperty().bind(label.visibleProperty());
        return label;
    }

    static Node legend(String style, String name) {
        Region line = new Region();
        line.getStyleClass().addAll("legend-line", style);
        Label label = new Label(name);
        label.getStyleClass().add("card-note");
        HBox entry = new HBox(5, line, label);
        entry.setAlignment(Pos.CENTER);
        return entry;
    }

    /**
     * Takes a chart out of the window.
     *
     * @param chart whose id names the menu and the files
     */
    static ChartMenu menu(Node chart, LearnContext context, Supplier<ChartPicture> picture) {
        return new ChartMenu(
                chart.getId() + "-export", context.files(), context.strings(), chart::getId, chart, picture);
    }

    /** A chart's card that takes the height that is left, and no less than can be read. */
    static Card grown(Card card) {
        card.setMinHeight(LEAST_CHART);
        card.setPrefHeight(LEAST_CHART);
        VBox.setVgrow(card, Priority.ALWAYS);
        return card;
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
