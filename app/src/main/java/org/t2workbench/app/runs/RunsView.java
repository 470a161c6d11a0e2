package org.t2workbench.app.runs;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.beans.Observable;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.EmptyState;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.staging.GradualRow;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.workbench.Navigator;
import org.t2workbench.app.workbench.Shortcuts;

/** The Runs screen: the table above, curves and details of what is chosen below. */
public final class RunsView extends VBox {

    private static final Duration LOOK = Duration.seconds(1);
    private static final double SEARCH = 240;
    private static final double TABLE = 250;
    private static final double DETAILS = 430;
    private static final KeyCombination UNDO = new KeyCodeCombination(KeyCode.Z, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination FIND = new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination REPORT = new KeyCodeCombination(KeyCode.R, KeyCombination.SHORTCUT_DOWN);

    private final RunsViewModel viewModel;
    private final Navigator navigator;
    private final Strings strings;
    private final RunsTable table;
    private final TextField search = new TextField();
    private final Button report;
    private final Button folder;
    private final Button expert;
    private final Button resume;
    private final Button delete;
    private final MenuButton more = new MenuButton();
    private final MenuItem events;
    private final MenuItem send;
    private final ToggleButton trash;
    private final StackPane body = new StackPane();
    private final TrashPane trashPane;
    private final Node content;
    private final Timeline clock;

    /** @param navigator brings the screens that a run is handed to */
    public RunsView(RunsViewModel viewModel, MlflowSetting mlflow, Theme theme, Strings strings, Navigator navigator) {
        super(12);
        this.viewModel = viewModel;
        this.navigator = navigator;
        this.strings = strings;
        setId("runs");
        getStyleClass().add("screen");
        table = new RunsTable(viewModel, theme, strings);
        report = button(
                "runs-report", "runs.report", "runs.report.tooltip", Feather.FILE_TEXT, viewModel.exports()::report);
        folder = button("runs-folder", "runs.folder", "runs.folder.tooltip", Feather.FOLDER, viewModel::openFolder);
        expert = button("runs-expert", "runs.expert", "runs.expert.tooltip", Feather.SLIDERS, this::loadExpert);
        resume = button("runs-resume", "runs.resume", "runs.resume.tooltip", Feather.PLAY, this::resume);
        delete = button(
                "runs-delete", "runs.delete", "runs.delete.tooltip", Feather.TRASH_2, viewModel.deletion()::delete);
        events = new MenuItem(strings.get("runs.events"));
        send = new MenuItem(strings.get("runs.send"));
        trash = trashButton();
        trashPane = new TrashPane(viewModel.trash(), strings);
        content = content(theme);
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().setAll(tools(mlflow), new MlflowBar(mlflow, strings).node(), body, undoBar());

        viewModel.stateProperty().addListener((property, before, now) -> showState());
        viewModel.trash().shownProperty().addListener((property, before, now) -> {
            showState();
            focusTable();
        });
        viewModel.selectedProperty().addListener((property, before, now) -> enable());
        viewModel.items().addListener((Observable changed) -> enable());
        showState();
        setOnKeyPressed(event -> {
            if (UNDO.match(event)) {
                viewModel.deletion().undo();
            } else if (FIND.match(event)) {
                search.requestFocus();
            } else if (REPORT.match(event)) {
                viewModel.exports().report();
            } else {
                return;
            }
            event.consume();
        });
        clock = new Timeline(new KeyFrame(LOOK, event -> {
            viewModel.sample();
            enable();
        }));
        clock.setCycleCount(Animation.INDEFINITE);
    }

    /** The screen came to the front. */
    public void onShown() {
        viewModel.activate();
        clock.play();
    }

    /** Puts the keyboard on the runs. */
    public void focusTable() {
        if (trash.isSelected()) {
            trashPane.focus();
        } else {
            table.focus();
        }
    }

    /** Another screen took its place. */
    public void onHidden() {
        viewModel.deactivate();
        clock.stop();
    }

    private Button button(String id, String key, String tooltipKey, Ikon icon, Runnable action) {
        Button button = new Button(strings.get(key), new FontIcon(icon));
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setTooltip(new Tooltip(strings.get(tooltipKey)));
        button.setOnAction(event -> action.run());
        return button;
    }

    private ToggleButton trashButton() {
        ToggleButton button = new ToggleButton(strings.get("runs.trash"), new FontIcon(Feather.ARCHIVE));
        button.setId("runs-trash");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setTooltip(new Tooltip(strings.get("runs.trash.tooltip")));
        button.selectedProperty().bindBidirectional(viewModel.trash().shownProperty());
        return button;
    }

    private Node tools(MlflowSetting mlflow) {
        search.setId("runs-search");
        search.setAccessibleText(strings.get("runs.search"));
        search.setPromptText(strings.get("runs.search"));
        search.setTooltip(new Tooltip(strings.get("runs.search.tooltip", Shortcuts.text(FIND))));
        search.setPrefWidth(SEARCH);
        search.setMinWidth(SEARCH / 2);
        search.textProperty().bindBidirectional(viewModel.searchProperty());
        search.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE && !search.getText().isEmpty()) {
                search.clear();
                event.consume();
            } else if (event.getCode() == KeyCode.DOWN) {
                table.focus();
                event.consume();
            }
        });
        report.setTooltip(new Tooltip(strings.get("runs.report.tooltip", Shortcuts.text(REPORT))));
        more.setId("runs-more");
        more.setText(strings.get("runs.more"));
        more.setTooltip(new Tooltip(strings.get("runs.more.tooltip")));
        more.setMinWidth(Region.USE_PREF_SIZE);
        events.setOnAction(event -> viewModel.exports().exportEvents());
        send.setOnAction(event -> viewModel.exports().send());
        MenuItem server = new MenuItem(strings.get("runs.mlflow.choose"));
        server.setId("runs-mlflow-choose");
        server.setOnAction(event -> mlflow.shownProperty().set(true));
        more.getItems().setAll(events, send, server);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox tools = new GradualRow(10, search, gap, resume, expert, report, folder, more, delete, trash);
        tools.setAlignment(Pos.CENTER_LEFT);
        tools.setMinHeight(Region.USE_PREF_SIZE);
        return tools;
    }

    private Node content(Theme theme) {
        Card tableCard = new Card(strings.get("runs.title"), table.node());
        tableCard.noteProperty().bind(table.noteProperty());
        tableCard.setMinHeight(TABLE);
        tableCard.setPrefHeight(TABLE);
        Card curves = new CurvesPane(viewModel, theme, strings).card();
        HBox.setHgrow(curves, Priority.ALWAYS);
        Card details = new DetailsPane(viewModel, theme, strings).card();
        details.setMinWidth(DETAILS);
        details.setMaxWidth(DETAILS);
        HBox below = new HBox(12, curves, details);
        VBox.setVgrow(below, Priority.ALWAYS);
        return new VBox(12, tableCard, below);
    }

    private Node undoBar() {
        Label text = new Label();
        text.textProperty()
                .bind(viewModel
                        .deletion()
                        .deletedNameProperty()
                        .map(name -> name.isEmpty() ? "" : strings.get("runs.deleted", name)));
        Button undo = new Button(strings.get("runs.undo"), new FontIcon(Feather.CORNER_UP_LEFT));
        undo.setId("runs-undo");
        undo.setTooltip(new Tooltip(strings.get("runs.undo.tooltip", Shortcuts.text(UNDO))));
        undo.setOnAction(event -> viewModel.deletion().undo());
        Button leave = new Button("", new FontIcon(Feather.X));
        leave.setId("runs-undo-close");
        leave.getStyleClass().add("link-button");
        leave.setTooltip(new Tooltip(strings.get("runs.undo.close")));
        leave.setAccessibleText(strings.get("runs.undo.close"));
        leave.setOnAction(event -> viewModel.deletion().forgetDeleted());
        // the keys stay on this screen, also when the table is gone with its last line
        viewModel.deletion().deletedNameProperty().addListener((property, before, now) -> {
            if (!now.isEmpty()) {
                Platform.runLater(undo::requestFocus);
            }
        });
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox bar = new HBox(12, new FontIcon(Feather.TRASH_2), text, gap, undo, leave);
        bar.setId("runs-undo-bar");
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("banner");
        bar.setMinHeight(Region.USE_PREF_SIZE);
        bar.visibleProperty().bind(viewModel.deletion().deletedNameProperty().isNotEmpty());
        bar.managedProperty().bind(bar.visibleProperty());
        return bar;
    }

    private void showState() {
        boolean deleted = viewModel.trash().shownProperty().get();
        search.setDisable(deleted);
        body.getChildren()
                .setAll(
                        deleted
                                ? trashPane.node()
                                : runs(viewModel.stateProperty().get()));
        enable();
    }

    private Node runs(RunsState state) {
        return switch (state) {
            case READY -> content;
            case LOADING -> new EmptyState(Feather.LIST, strings.get("runs.loading"), strings.get("runs.loading.text"));
            case NO_RUNS -> new EmptyState(Feather.LIST, strings.get("runs.none"), strings.get("runs.none.text"));
        };
    }

    private void enable() {
        boolean runs = !trash.isSelected();
        report.setDisable(!runs || !viewModel.exports().canReport());
        folder.setDisable(!runs || viewModel.focused().isEmpty());
        expert.setDisable(!runs || !viewModel.canLoadExpert());
        boolean search = viewModel.search().isPresent();
        resume.setText(strings.get(search ? "runs.adapt" : "runs.resume"));
        resume.getTooltip().setText(strings.get(search ? "runs.adapt.tooltip" : "runs.resume.tooltip"));
        resume.setDisable(!runs || !search && !viewModel.canResume());
        delete.setDisable(!runs || !viewModel.deletion().canDelete());
        events.setDisable(!runs || viewModel.focused().isEmpty());
        send.setDisable(!runs || !viewModel.exports().canSend());
    }

    private void loadExpert() {
        viewModel.loadExpert(navigator::showExperts);
    }

    private void resume() {
        viewModel
                .search()
                .ifPresentOrElse(
                        navigator::showSearch, () -> viewModel.resumable().ifPresent(navigator::resumeRun));
    }
}
