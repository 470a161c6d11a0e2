package org.t2workbench.app.runs;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ListChangeListener;
import javafx.collections.transformation.SortedList;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.paint.Color;
import javafx.scene.shape.Line;
import javafx.scene.shape.StrokeLineCap;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.chart.LineStyle;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.workbench.Quantities;

/** All runs, one a line; what is chosen carries a piece of its curve. */
final class RunsTable {

    private static final double ROW = 30;
    private static final double SAMPLE = 20;
    private static final double SAMPLE_WIDTH = 2.5;
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final RunsViewModel viewModel;
    private final Strings strings;
    private final Theme theme;
    private final TableView<RunItem> table = new TableView<>();
    private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
    /** In the order of choosing, which the table itself does not keep. */
    private final List<RunItem> chosen = new ArrayList<>();

    private boolean begun;

    RunsTable(RunsViewModel viewModel, Theme theme, Strings strings) {
        this.viewModel = viewModel;
        this.theme = theme;
        this.strings = strings;
        table.setId("runs-table");
        table.getStyleClass().add("compact");
        table.setFixedCellSize(ROW);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.setPlaceholder(new Label(strings.get("runs.notFound")));
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.setRowFactory(view -> new Row());
        SortedList<RunItem> sorted = new SortedList<>(viewModel.items());
        sorted.comparatorProperty().bind(table.comparatorProperty());
        table.setItems(sorted);
        columns();
        table.getSelectionModel().getSelectedItems().addListener((ListChangeListener<RunItem>) change -> choose());
        table.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.DELETE) {
                viewModel.deletion().delete();
                event.consume();
            }
        });
        viewModel.items().addListener((ListChangeListener<RunItem>) change -> listed());
        viewModel.revealedProperty().addListener((property, before, now) -> listed());
        viewModel.selectedProperty().addListener((property, before, now) -> {
            if (now.isEmpty() && !chosen.isEmpty()) {
                table.getSelectionModel().clearSelection();
            }
            count();
        });
        theme.appearanceProperty().addListener((property, before, now) -> table.refresh());
        listed();
    }

    Node node() {
        return table;
    }

    ReadOnlyStringProperty noteProperty() {
        return note.getReadOnlyProperty();
    }

    void focus() {
        table.requestFocus();
    }

    private void columns() {
        TableColumn<RunItem, Number> sample = new TableColumn<>();
        sample.setCellValueFactory(row -> row.getValue().colourProperty());
        sample.setCellFactory(column -> new SampleCell());
        sample.setSortable(false);
        sample.setResizable(false);
        sample.setMinWidth(38);
        sample.setPrefWidth(38);
        sample.setMaxWidth(38);
        table.getColumns().add(sample);
        column("runs.name", 220, "strong", Comparator.comparing(RunRow::name), RunRow::name);
        column("runs.task", 100, "", Comparator.comparing(RunRow::task), RunRow::task);
        column("runs.method", 200, "", Comparator.comparing(RunRow::method), RunRow::method);
        TableColumn<RunItem, RunRow> state = column(
                "runs.state",
                90,
                "",
                Comparator.comparing(RunRow::standing),
                row -> strings.get(row.standing().key()));
        state.setCellFactory(column -> new StateCell());
        column("runs.best", 80, "figures", Comparator.comparingDouble(RunRow::best), RunsTable::best);
        column("runs.iterations", 90, "figures", Comparator.comparingLong(RunRow::iterations), RunsTable::iterations);
        column("runs.started", 140, "figures", Comparator.comparing(RunsTable::start), RunsTable::started);
        column("runs.time", 80, "figures", Comparator.comparingDouble(RunRow::seconds), RunsTable::time);
    }

    private TableColumn<RunItem, RunRow> column(
            String key, double width, String style, Comparator<RunRow> order, Function<RunRow, String> text) {
        TableColumn<RunItem, RunRow> column = new TableColumn<>(strings.get(key));
        column.setCellValueFactory(row -> row.getValue().rowProperty());
        column.setCellFactory(made -> new TextCell(text));
        column.setComparator(order);
        column.setPrefWidth(width);
        column.setMinWidth(56);
        if (!style.isEmpty()) {
            column.getStyleClass().add(style);
        }
        table.getColumns().add(column);
        return column;
    }

    private static String best(RunRow row) {
        return Double.isNaN(row.best()) ? "–" : String.format(Locale.ROOT, "%.4g", row.best());
    }

    private static String iterations(RunRow row) {
        return row.asked() > 0 ? row.iterations() + " / " + row.asked() : Long.toString(row.iterations());
    }

    private static Instant start(RunRow row) {
        Instant started = row.started();
        return started == null ? Instant.EPOCH : started;
    }

    private static String started(RunRow row) {
        Instant started = row.started();
        return started == null ? "–" : WHEN.format(started);
    }

    private static String time(RunRow row) {
        return row.seconds() == 0 ? "–" : Quantities.seconds(row.seconds());
    }

    private void choose() {
        // while lines come and go the table's list holds nulls for a moment
        List<RunItem> now = table.getSelectionModel().getSelectedItems().stream()
                .filter(Objects::nonNull)
                .toList();
        chosen.retainAll(now);
        for (RunItem item : now) {
            if (!chosen.contains(item)) {
                chosen.add(item);
            }
        }
        viewModel.select(List.copyOf(chosen));
    }

    private void listed() {
        count();
        Path wanted = viewModel.revealedProperty().get();
        for (RunItem item : table.getItems()) {
            if (item.path().equals(wanted)) {
                viewModel.revealedProperty().set(null);
                table.getSelectionModel().clearSelection();
                table.getSelectionModel().select(item);
                table.scrollTo(item);
                begun = true;
                return;
            }
        }
        // a later choice is the person's own
        if (!begun && !table.getItems().isEmpty()) {
            begun = true;
            table.getSelectionModel().selectFirst();
        }
    }

    private void count() {
        int all = viewModel.count();
        int shown = viewModel.items().size();
        int selected = viewModel.selectedProperty().get().size();
        String found = shown == all ? strings.get("runs.count", all) : strings.get("runs.found", shown, all);
        String drawn = selected > RunsViewModel.DRAWN
                ? strings.get("runs.drawn", RunsViewModel.DRAWN, selected)
                : selected > 1 ? strings.get("runs.chosen", selected) : strings.get("runs.hint");
        note.set(all == 0 ? "" : found + " · " + drawn);
    }

    /** A word in a row that is bound to its run. */
    private static final class TextCell extends TableCell<RunItem, RunRow> {

        private final Function<RunRow, String> text;

        TextCell(Function<RunRow, String> text) {
            this.text = text;
        }

        @Override
        protected void updateItem(@Nullable RunRow row, boolean empty) {
            super.updateItem(row, empty);
            setText(empty || row == null ? "" : text.apply(row));
        }
    }

    private final class StateCell extends TableCell<RunItem, RunRow> {

        @Override
        protected void updateItem(@Nullable RunRow row, boolean empty) {
            super.updateItem(row, empty);
            for (Standing standing : Standing.values()) {
                getStyleClass().remove(standing.style());
            }
            if (empty || row == null) {
                setText("");
                return;
            }
            setText(strings.get(row.standing().key()));
            getStyleClass().add(row.standing().style());
        }
    }

    private final class SampleCell extends TableCell<RunItem, Number> {

        @Override
        protected void updateItem(@Nullable Number colour, boolean empty) {
            super.updateItem(colour, empty);
            if (empty || colour == null || colour.intValue() == RunItem.NO_COLOUR) {
                setGraphic(null);
                return;
            }
            setGraphic(sample(theme, colour.intValue()));
        }
    }

    /** Tells where the run lies, or why it cannot be read. */
    private static final class Row extends TableRow<RunItem> {

        private final Tooltip tooltip = new Tooltip();

        @Override
        protected void updateItem(@Nullable RunItem item, boolean empty) {
            super.updateItem(item, empty);
            if (empty || item == null) {
                setTooltip(null);
                return;
            }
            tooltip.setText(
                    item.row().problem().isEmpty()
                            ? item.path().toString()
                            : item.row().problem());
            setTooltip(tooltip);
        }
    }

    /** The first of the palette's series is the base model's; runs take those after it. */
    static int series(int colour) {
        return 1 + colour;
    }

    /** A piece of a run's curve as the chart draws it. */
    static Node sample(Theme theme, int colour) {
        List<Color> series = theme.palette().series();
        Line sample = new Line(0, 0, SAMPLE, 0);
        sample.setStroke(series.get(series(colour) % series.size()));
        sample.setStrokeWidth(SAMPLE_WIDTH);
        sample.setStrokeLineCap(StrokeLineCap.BUTT);
        sample.getStrokeDashArray().setAll(LineStyle.dash(series(colour)));
        return sample;
    }
}
