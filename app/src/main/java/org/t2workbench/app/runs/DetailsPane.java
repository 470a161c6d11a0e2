package org.t2workbench.app.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.theme.Theme;

/** Settings of the chosen runs side by side with what differs marked, and the notes on the one chosen last. */
final class DetailsPane {

    private static final double ROW = 26;
    private static final double NAME = 118;

    private final RunsViewModel viewModel;
    private final Strings strings;
    private final Theme theme;
    private final TableView<ParameterRow> table = new TableView<>();
    private final TextArea notes = new TextArea();
    private final Label problem = new Label("", new FontIcon(Feather.ALERT_TRIANGLE));
    private final Card card;
    private List<RunItem> columns = List.of();
    private Optional<RunItem> noted = Optional.empty();
    private String written = "";

    DetailsPane(RunsViewModel viewModel, Theme theme, Strings strings) {
        this.viewModel = viewModel;
        this.theme = theme;
        this.strings = strings;
        table.setId("runs-settings");
        table.getStyleClass().add("compact");
        table.setFixedCellSize(ROW);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
        table.setPlaceholder(new Label(strings.get("runs.settings.none")));
        table.setRowFactory(view -> new Row());
        notes.setId("runs-notes");
        notes.setWrapText(true);
        notes.setPromptText(strings.get("runs.notes.prompt"));
        notes.getStyleClass().add("plain-area");
        notes.focusedProperty().addListener((property, before, now) -> {
            if (!now) {
                keep();
            }
        });
        problem.getStyleClass().addAll("warning-note", "padded-note");
        problem.setWrapText(true);
        problem.managedProperty().bind(problem.visibleProperty());
        Segments<Boolean> view = new Segments<>(true);
        view.setId("runs-details");
        view.getStyleClass().add("small");
        view.add(true, strings.get("runs.settings"), strings.get("runs.settings.tooltip"));
        view.add(false, strings.get("runs.notes"), strings.get("runs.notes.tooltip"));
        table.visibleProperty().bind(view.valueProperty().isEqualTo(true));
        notes.visibleProperty().bind(view.valueProperty().isEqualTo(false));
        StackPane stack = new StackPane(table, notes);
        VBox.setVgrow(stack, Priority.ALWAYS);
        card = new Card("", new VBox(problem, stack)).atEnd(view);
        viewModel.parametersProperty().addListener((property, before, now) -> showSettings(now));
        viewModel.selectedProperty().addListener((property, before, now) -> selected(now));
        theme.appearanceProperty().addListener((property, before, now) -> rebuild());
        selected(viewModel.selectedProperty().get());
        showSettings(viewModel.parametersProperty().get());
    }

    Card card() {
        return card;
    }

    private void selected(List<RunItem> items) {
        keep();
        noted = viewModel.focused();
        card.titleProperty()
                .set(
                        items.size() > 1
                                ? strings.get("runs.several", items.size())
                                : noted.map(item -> item.row().name()).orElse(strings.get("runs.nothing")));
        String sentence = noted.map(item -> item.row().problem()).orElse("");
        problem.setText(sentence);
        problem.setVisible(!sentence.isEmpty());
        written = "";
        notes.clear();
        notes.setDisable(true);
        noted.filter(item -> item.row().isReadable())
                .ifPresent(item -> viewModel.readNotes(item, text -> {
                    if (noted.filter(item::equals).isPresent()) {
                        written = text;
                        notes.setText(text);
                        notes.setDisable(false);
                    }
                }));
    }

    /** Writes the notes when they changed: on leaving them, and on choosing another run. */
    private void keep() {
        String text = notes.getText();
        if (noted.isPresent() && !notes.isDisabled() && !text.equals(written)) {
            written = text;
            viewModel.writeNotes(noted.get(), text);
        }
    }

    private void showSettings(List<ParameterRow> rows) {
        List<RunItem> now = viewModel.selectedProperty().get().stream()
                .filter(item -> item.row().isReadable())
                .limit(RunsViewModel.DRAWN)
                .toList();
        if (!now.equals(columns)) {
            columns = now;
            rebuild();
        }
        table.getItems().setAll(rows);
    }

    private void rebuild() {
        List<TableColumn<ParameterRow, String>> made = new ArrayList<>();
        TableColumn<ParameterRow, String> name = new TableColumn<>(strings.get("runs.setting"));
        name.setCellValueFactory(row -> new ReadOnlyStringWrapper(row.getValue().name()));
        name.setPrefWidth(NAME);
        name.setMinWidth(NAME);
        name.getStyleClass().add("setting-name");
        name.setSortable(false);
        made.add(name);
        for (int i = 0; i < columns.size(); i++) {
            made.add(valueColumn(i));
        }
        table.getColumns().setAll(made);
    }

    private TableColumn<ParameterRow, String> valueColumn(int place) {
        TableColumn<ParameterRow, String> column = new TableColumn<>();
        column.setCellValueFactory(row -> {
            List<String> values = row.getValue().values();
            return new ReadOnlyStringWrapper(place < values.size() ? values.get(place) : "");
        });
        column.setCellFactory(made -> new ValueCell());
        column.setGraphic(head(place));
        column.setMinWidth(48);
        column.setSortable(false);
        return column;
    }

    private Node head(int place) {
        RunItem item = columns.get(place);
        Label label = new Label(item.row().name(), RunsTable.sample(theme, place));
        // runs of one family differ at the end of their names
        label.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        label.setTooltip(new Tooltip(item.row().name()));
        return label;
    }

    private static final class ValueCell extends TableCell<ParameterRow, String> {

        private final Tooltip tooltip = new Tooltip();

        @Override
        protected void updateItem(@Nullable String value, boolean empty) {
            super.updateItem(value, empty);
            String text = empty ? "" : Objects.toString(value, "");
            setText(text);
            tooltip.setText(text);
            setTooltip(text.isEmpty() ? null : tooltip);
        }
    }

    private static final class Row extends TableRow<ParameterRow> {

        @Override
        protected void updateItem(@Nullable ParameterRow row, boolean empty) {
            super.updateItem(row, empty);
            getStyleClass().remove("differs");
            if (!empty && row != null && row.differs()) {
                getStyleClass().add("differs");
            }
        }
    }
}
