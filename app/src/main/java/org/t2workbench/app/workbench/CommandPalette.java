package org.t2workbench.app.workbench;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javafx.collections.FXCollections;
import javafx.collections.transformation.FilteredList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.i18n.Strings;

/** All commands by name: type a few letters, Enter runs the chosen one, Esc leaves. An overlay over the window. */
final class CommandPalette extends StackPane {

    private static final double WIDTH = 520;
    private static final double ROW = 34;
    private static final int ROWS = 9;

    private final Supplier<List<Command>> commands;
    private final TextField query = new TextField();
    private final ListView<Command> list = new ListView<>();
    private @Nullable Node before;

    CommandPalette(Supplier<List<Command>> commands, Strings strings) {
        this.commands = commands;
        setId("palette");
        getStyleClass().add("palette-veil");
        query.setId("palette-query");
        query.setAccessibleText(strings.get("palette.prompt"));
        query.setPromptText(strings.get("palette.prompt"));
        list.setId("palette-list");
        list.setFixedCellSize(ROW);
        list.setPrefHeight(ROW * ROWS + 2);
        list.setFocusTraversable(false);
        list.setCellFactory(view -> new CommandCell());
        list.setPlaceholder(new Label(strings.get("palette.none")));
        list.setOnMouseClicked(event -> runChosen());
        VBox box = new VBox(query, list);
        box.getStyleClass().add("palette");
        box.setMaxSize(WIDTH, Region.USE_PREF_SIZE);
        StackPane.setAlignment(box, Pos.TOP_CENTER);
        getChildren().setAll(box);
        setVisible(false);
        setOnMousePressed(event -> {
            if (event.getTarget() == this) {
                close();
            }
        });
        query.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
    }

    void open() {
        before = getScene().getFocusOwner();
        FilteredList<Command> shown = new FilteredList<>(FXCollections.observableList(commands.get()));
        query.setText("");
        query.textProperty().addListener((property, old, text) -> {
            String wanted = text.toLowerCase(Locale.ROOT).trim();
            shown.setPredicate(
                    command -> command.title().toLowerCase(Locale.ROOT).contains(wanted));
            list.getSelectionModel().selectFirst();
        });
        list.setItems(shown);
        list.getSelectionModel().selectFirst();
        setVisible(true);
        query.requestFocus();
    }

    void close() {
        setVisible(false);
        if (before != null) {
            before.requestFocus();
        }
    }

    private void onKey(KeyEvent event) {
        KeyCode key = event.getCode();
        if (key == KeyCode.ESCAPE) {
            close();
        } else if (key == KeyCode.ENTER) {
            runChosen();
        } else if (key == KeyCode.DOWN) {
            move(1);
        } else if (key == KeyCode.UP) {
            move(-1);
        } else {
            return;
        }
        event.consume();
    }

    private void move(int step) {
        int size = list.getItems().size();
        if (size > 0) {
            int next = Math.floorMod(list.getSelectionModel().getSelectedIndex() + step, size);
            list.getSelectionModel().select(next);
            list.scrollTo(next);
        }
    }

    private void runChosen() {
        Command chosen = list.getSelectionModel().getSelectedItem();
        if (chosen != null) {
            close();
            chosen.run();
        }
    }

    private static final class CommandCell extends ListCell<Command> {

        private final Label title = new Label();
        private final Label shortcut = new Label();
        private final HBox row;

        CommandCell() {
            shortcut.getStyleClass().add("key-hint");
            Region gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            row = new HBox(title, gap, shortcut);
            row.setAlignment(Pos.CENTER_LEFT);
        }

        @Override
        protected void updateItem(@Nullable Command item, boolean empty) {
            super.updateItem(item, empty);
            if (empty || item == null) {
                setGraphic(null);
                return;
            }
            title.setText(item.title());
            shortcut.setText(item.shortcutText());
            setGraphic(row);
        }
    }
}
