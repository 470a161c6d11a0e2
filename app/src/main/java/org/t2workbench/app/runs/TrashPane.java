package org.t2workbench.app.runs;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import javafx.beans.Observable;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.EmptyState;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.Quantities;

/** The deleted runs, one a line, and what can be done with those that are chosen. */
final class TrashPane {

    private static final double ROW = 30;
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final TrashBin bin;
    private final Strings strings;
    private final TableView<DeletedRun> table = new TableView<>();
    private final Button restore;
    private final Button ask;
    private final Button keep;
    private final Label question = new Label();
    private final StackPane node = new StackPane();

    TrashPane(TrashBin bin, Strings strings) {
        this.bin = bin;
        this.strings = strings;
        restore = button("runs-trash-restore", "runs.trash.restore", Feather.CORNER_UP_LEFT, bin::restore);
        ask = button("runs-trash-ask", "runs.trash.ask", Feather.TRASH_2, bin::askToRemove);
        keep = button("runs-trash-keep", "runs.trash.keep", Feather.X, bin::keep);
        buildTable();
        Card card = new Card(strings.get("runs.trash.title"), new VBox(table, new StackPane(commands(), questions())));
        VBox.setVgrow(table, Priority.ALWAYS);
        Node empty =
                new EmptyState(Feather.TRASH_2, strings.get("runs.trash.none"), strings.get("runs.trash.none.text"));
        node.getChildren().setAll(card, empty);
        Runnable show = () -> {
            List<DeletedRun> all = bin.items();
            card.setVisible(!all.isEmpty());
            empty.setVisible(all.isEmpty());
            card.noteProperty()
                    .set(strings.get("runs.count", all.size()) + " · "
                            + Quantities.bytes(
                                    all.stream().mapToLong(DeletedRun::bytes).sum()));
        };
        bin.items().addListener((Observable changed) -> show.run());
        show.run();
        selected();
    }

    Node node() {
        return node;
    }

    void focus() {
        table.requestFocus();
    }

    private void buildTable() {
        table.setId("runs-trash-table");
        table.getStyleClass().add("compact");
        table.setFixedCellSize(ROW);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.setItems(bin.items());
        column("runs.name", 220, "strong", DeletedRun::name);
        column("runs.task", 120, "", DeletedRun::task);
        column("runs.trash.when", 140, "figures", run -> WHEN.format(run.when()));
        column("runs.trash.size", 90, "figures", run -> Quantities.bytes(run.bytes()));
        column("runs.trash.place", 380, "", DeletedRun::place);
        table.getSelectionModel().getSelectedItems().addListener((ListChangeListener<DeletedRun>) change -> selected());
        table.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.DELETE) {
                bin.askToRemove();
                event.consume();
            }
        });
    }

    private void column(String key, double width, String style, Function<DeletedRun, String> text) {
        TableColumn<DeletedRun, String> column = new TableColumn<>(strings.get(key));
        column.setCellValueFactory(row -> new ReadOnlyStringWrapper(text.apply(row.getValue())));
        column.setCellFactory(made -> new TextCell());
        column.setPrefWidth(width);
        column.setMinWidth(Math.min(width, 90));
        if (!style.isEmpty()) {
            column.getStyleClass().add(style);
        }
        table.getColumns().add(column);
    }

    private HBox commands() {
        restore.setTooltip(new Tooltip(strings.get("runs.trash.restore.tooltip")));
        ask.setTooltip(new Tooltip(strings.get("runs.trash.ask.tooltip")));
        HBox bar = bar(gap(), restore, ask);
        bar.visibleProperty().bind(bin.askingProperty().not());
        return bar;
    }

    private HBox questions() {
        question.setId("runs-trash-question");
        question.setMinWidth(0);
        Button remove = button("runs-trash-remove", "runs.trash.remove", Feather.TRASH_2, bin::remove);
        remove.getStyleClass().add("danger");
        HBox bar = bar(question, gap(), remove, keep);
        bar.visibleProperty().bind(bin.askingProperty());
        bin.askingProperty().addListener((property, before, now) -> {
            if (now) {
                question.setText(strings.get("runs.trash.question", bin.selectedName()));
                // the safe answer is the one that Enter gives
                keep.requestFocus();
            }
        });
        bar.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                bin.keep();
                table.requestFocus();
                event.consume();
            }
        });
        return bar;
    }

    private static HBox bar(Node... nodes) {
        HBox bar = new HBox(10, nodes);
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("trash-bar");
        bar.setMinHeight(Region.USE_PREF_SIZE);
        return bar;
    }

    private static Region gap() {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        return gap;
    }

    private Button button(String id, String key, Ikon icon, Runnable action) {
        Button button = new Button(strings.get(key), new FontIcon(icon));
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(event -> action.run());
        return button;
    }

    private void selected() {
        // while lines come and go the table's list holds nulls for a moment
        bin.select(table.getSelectionModel().getSelectedItems().stream()
                .filter(Objects::nonNull)
                .toList());
        restore.setDisable(!bin.hasSelection());
        ask.setDisable(!bin.hasSelection());
    }

    /** A long path loses its middle, and its tooltip has it whole. */
    private static final class TextCell extends TableCell<DeletedRun, String> {

        TextCell() {
            setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        }

        @Override
        protected void updateItem(@Nullable String item, boolean empty) {
            super.updateItem(item, empty);
            boolean none = empty || item == null || item.isEmpty();
            setText(none ? "" : item);
            setTooltip(none ? null : new Tooltip(item));
        }
    }
}
