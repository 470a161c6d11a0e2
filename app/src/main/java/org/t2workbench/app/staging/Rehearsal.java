package org.t2workbench.app.staging;

import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Slider;
import javafx.scene.control.Spinner;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.control.skin.ContextMenuSkin;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/**
 * One of each kind of control, styled and laid out where nobody sees it, before the window is there: what runs for the first
 * time takes many times as long as later, and would hold the FX thread while somebody waits for a screen. FX thread only.
 */
public final class Rehearsal {

    private static final double WIDTH = 600;
    private static final double HEIGHT = 400;
    private static final double ROWS = 80;

    /** Until most of what matches rules of style is compiled: the first takes 0.7 s, the others 0.1 s each. */
    private static final int TIMES = 4;

    private static boolean over;

    private Rehearsal() {}

    /**
     * Once in a process, however many windows there are.
     *
     * @param dress gives a scene the window's styles
     */
    public static void play(Consumer<Scene> dress) {
        if (over) {
            return;
        }
        over = true;
        for (int i = 0; i < TIMES; i++) {
            once(dress);
        }
    }

    private static void once(Consumer<Scene> dress) {
        VBox all = new VBox(simple(), table(), tree(), list());
        dress.accept(new Scene(all, WIDTH, HEIGHT));
        all.applyCss();
        all.layout();
        ContextMenu menu = new ContextMenu(new MenuItem("1"), new CheckMenuItem("2"));
        menu.setSkin(new ContextMenuSkin(menu));
        dress.accept(menu.getScene());
        menu.getScene().getRoot().applyCss();
    }

    private static Node simple() {
        GridPane form = new GridPane();
        form.addRow(0, new Label("1"), new TextField("1"), new CheckBox("1"));
        form.addRow(1, new Button("1"), new ToggleButton("1"), new MenuButton("1"));
        form.addRow(2, chosen(new ComboBox<>(words())), new Spinner<Integer>(1, 2, 1), new Slider());
        form.addRow(3, new TextArea("1"), new ProgressBar(1), new TextFlow(new Text("1")));
        return new FlowPane(form);
    }

    private static ComboBox<String> chosen(ComboBox<String> menu) {
        menu.getSelectionModel().selectFirst();
        return menu;
    }

    private static Node table() {
        TableView<String> table = new TableView<>(words());
        for (String head : words()) {
            TableColumn<String, String> column = new TableColumn<>(head);
            column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(cell.getValue()));
            table.getColumns().add(column);
        }
        return high(table);
    }

    private static Node tree() {
        TreeItem<String> root = new TreeItem<>("1");
        root.getChildren().add(new TreeItem<>("2"));
        root.setExpanded(true);
        return high(new TreeView<>(root));
    }

    private static Node list() {
        return high(new ListView<>(words()));
    }

    private static <R extends Region> R high(R rows) {
        rows.setPrefHeight(ROWS);
        return rows;
    }

    private static ObservableList<String> words() {
        return FXCollections.observableArrayList(List.of("1", "2"));
    }
}
