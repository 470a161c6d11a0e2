package org.t2workbench.app.evaluation;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.chart.IntervalBars;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.theme.Theme;

/** The figures: the table of rows, its bars, and what the first passes took the prompts for. */
final class ResultsView extends VBox {

    private static final double ROW = 26;
    private static final double LOWER = 262;

    private final EvaluationViewModel viewModel;
    private final Strings strings;
    private final TableView<ResultRow> table = new TableView<>();

    /** @param onOpen when the answers of a row are asked for */
    ResultsView(EvaluationViewModel viewModel, Theme theme, Strings strings, Runnable onOpen) {
        super(12);
        this.viewModel = viewModel;
        this.strings = strings;
        buildTable(onOpen);
        Card results = new Card(strings.get("evaluate.results"), table);
        results.noteProperty().set(strings.get("evaluate.results.note"));
        VBox.setVgrow(results, Priority.ALWAYS);
        Card bars = bars(theme);
        HBox.setHgrow(bars, Priority.ALWAYS);
        Card dispatch = new DispatchView(viewModel, theme, strings).card();
        HBox lower = new HBox(12, bars, dispatch);
        lower.setMinHeight(LOWER);
        lower.setPrefHeight(LOWER);
        lower.setMaxHeight(LOWER);
        getChildren().setAll(results, lower);
    }

    private Card bars(Theme theme) {
        IntervalBars bars = new IntervalBars(theme.palette());
        bars.setId("evaluate-bars");
        bars.setAccessibleText(strings.get("evaluate.bars.note"));
        theme.appearanceProperty().addListener((property, before, now) -> bars.setPalette(theme.palette()));
        viewModel.rows().addListener((ListChangeListener<ResultRow>)
                change -> bars.setBars(EvaluationExports.bars(viewModel.rows())));
        Card card = Card.ofChart(strings.get("evaluate.bars"), bars);
        card.noteProperty().set(strings.get("evaluate.bars.note"));
        return card;
    }

    private void buildTable(Runnable onOpen) {
        table.setId("evaluate-table");
        table.setItems(viewModel.rows());
        table.setFixedCellSize(ROW);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.getStyleClass().add("compact");
        Label none = new Label(strings.get("evaluate.results.none"));
        none.getStyleClass().add("muted");
        table.setPlaceholder(none);
        column("evaluate.column.task", 108, "", ResultRow::task);
        column("evaluate.column.strategy", 116, "", ResultRow::label);
        column("evaluate.column.items", 50, "figures", row -> Integer.toString(row.n()));
        column("evaluate.column.accuracy", 66, "figures", row -> percent(row.accuracy()) + " %");
        column("evaluate.column.interval", 96, "figures", row -> percent(row.low()) + "–" + percent(row.high()));
        TableColumn<ResultRow, ResultRow> p = column("evaluate.column.p", 70, "figures", ResultsView::pValue);
        p.setCellFactory(made -> new SignificanceCell());
        hint(column("evaluate.column.only", 96, "figures", ResultsView::only), "evaluate.column.only.tooltip");
        column("evaluate.column.tokens", 60, "figures", row -> String.format(Locale.ROOT, "%.1f", row.tokens()));
        hint(
                column("evaluate.column.first", 74, "figures", row -> milliseconds(row.firstSeconds())),
                "evaluate.column.first.tooltip");
        hint(
                column("evaluate.column.second", 74, "figures", row -> milliseconds(row.answerSeconds())),
                "evaluate.column.second.tooltip");
        table.setRowFactory(made -> {
            TableRow<ResultRow> row = new ExpertsRow();
            row.setOnMouseClicked(event -> {
                if (event.getClickCount() == 2 && row.getItem() != null) {
                    onOpen.run();
                }
            });
            return row;
        });
        table.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER && !event.isShortcutDown()) {
                onOpen.run();
                event.consume();
            }
        });
        table.getSelectionModel().selectedItemProperty().addListener((property, before, now) -> {
            if (now != null) {
                viewModel.answers().rowProperty().set(now);
            }
        });
    }

    private void hint(TableColumn<ResultRow, ResultRow> column, String key) {
        Label label = new Label(column.getText());
        label.getStyleClass().add("column-hint");
        label.setTooltip(new Tooltip(strings.get(key)));
        column.setText("");
        column.setGraphic(label);
    }

    private TableColumn<ResultRow, ResultRow> column(
            String key, double width, String style, Function<ResultRow, String> text) {
        TableColumn<ResultRow, ResultRow> column = new TableColumn<>(strings.get(key));
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setCellFactory(made -> new TextCell(text));
        column.setPrefWidth(width);
        column.setMinWidth(Math.min(width, 96));
        column.setSortable(false);
        column.setReorderable(false);
        if (!style.isEmpty()) {
            column.getStyleClass().add(style);
        }
        table.getColumns().add(column);
        return column;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    private static String milliseconds(double seconds) {
        return Double.isNaN(seconds) ? "–" : String.format(Locale.ROOT, "%.1f ms", 1000 * seconds);
    }

    private static String only(ResultRow row) {
        return row.isBase() ? "–" : row.onlyBase() + " / " + row.onlyThis();
    }

    private static String pValue(ResultRow row) {
        if (Double.isNaN(row.pValue())) {
            return "–";
        }
        return row.pValue() < 0.001
                ? String.format(Locale.ROOT, "%.0e", row.pValue())
                : String.format(Locale.ROOT, "%.3f", row.pValue());
    }

    /** A figure of a row. */
    private static class TextCell extends TableCell<ResultRow, ResultRow> {

        private final Function<ResultRow, String> text;

        TextCell(Function<ResultRow, String> text) {
            this.text = text;
        }

        @Override
        protected void updateItem(@Nullable ResultRow row, boolean empty) {
            super.updateItem(row, empty);
            setText(empty || row == null ? "" : text.apply(row));
        }
    }

    /** The paired test, marked where it tells the row from base. */
    private static final class SignificanceCell extends TextCell {

        SignificanceCell() {
            super(ResultsView::pValue);
        }

        @Override
        protected void updateItem(@Nullable ResultRow row, boolean empty) {
            super.updateItem(row, empty);
            getStyleClass().removeAll("right-answer", "wrong-answer");
            if (!empty && row != null && row.isSignificant()) {
                getStyleClass().add(row.isBetter() ? "right-answer" : "wrong-answer");
            }
        }
    }

    /** Tells which experts a row is of. */
    private static final class ExpertsRow extends TableRow<ResultRow> {

        @Override
        protected void updateItem(@Nullable ResultRow row, boolean empty) {
            super.updateItem(row, empty);
            List<String> experts = empty || row == null ? List.of() : row.experts();
            setTooltip(experts.isEmpty() ? null : new Tooltip(String.join(", ", experts)));
        }
    }
}
