package org.t2workbench.app.model;

import java.io.File;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Dragboard;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.MatrixTree;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.staging.CatchUp;
import org.t2workbench.app.staging.GradualRow;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.app.workbench.Shortcuts;

/** The Model screen. */
public final class ModelView extends VBox {

    private static final double LEFT = 400;

    private final ModelViewModel viewModel;
    private final Strings strings;
    private final Button open;
    private final HubBar hub;
    private final MatrixTree tree = new MatrixTree(matrix -> {});
    private final Card treeCard;

    public ModelView(ModelViewModel viewModel, Strings strings) {
        super(12);
        this.viewModel = viewModel;
        this.strings = strings;
        setId("model");
        getStyleClass().add("screen");
        open = new Button(strings.get("model.open"), new FontIcon(Feather.FOLDER));
        hub = new HubBar(viewModel.hub(), strings);
        tree.setId("model-tree");
        treeCard = new Card(strings.get("model.matrices"), tree);
        VBox.setVgrow(treeCard, Priority.ALWAYS);
        VBox left = new VBox(12, new ModelFacts(viewModel, strings), treeCard);
        left.setMinWidth(LEFT);
        left.setMaxWidth(LEFT);
        TokenizerPane tokenizer = new TokenizerPane(viewModel, strings);
        VBox.setVgrow(tokenizer, Priority.ALWAYS);
        VBox right = new VBox(12, new DecompositionPane(viewModel, strings), tokenizer);
        HBox.setHgrow(right, Priority.ALWAYS);
        HBox columns = new HBox(12, left, right);
        VBox.setVgrow(columns, Priority.ALWAYS);
        getChildren()
                .setAll(
                        tools(),
                        problem(),
                        new CandidateBanner(viewModel, strings),
                        new DownloadBanner(viewModel.hub(), strings),
                        columns);
        Runnable show = new CatchUp(this, () -> show(viewModel.modelProperty().get()));
        viewModel.modelProperty().addListener((property, before, now) -> show.run());
        show(viewModel.modelProperty().get());
        acceptDrops();
    }

    /** Where a model of a hub is named. */
    public Node hubField() {
        return hub.field();
    }

    /** What the keyboard starts at. */
    public Node firstFocus() {
        return open;
    }

    private HBox tools() {
        open.setId("model-open");
        open.getStyleClass().add("accent");
        open.setTooltip(new Tooltip(strings.get("model.open.tooltip", Shortcuts.text(Shortcuts.OPEN_MODEL))));
        open.setOnAction(event -> viewModel.chooseFolder());
        Button file = new Button(strings.get("model.openFile"), new FontIcon(Feather.FILE));
        file.setId("model-open-file");
        file.setTooltip(new Tooltip(strings.get("model.openFile.tooltip", Shortcuts.text(Shortcuts.OPEN_FILE))));
        file.setOnAction(event -> viewModel.chooseFile());
        Button sample = new Button(strings.get("model.sample"), new FontIcon(Feather.BOX));
        sample.setId("model-sample");
        sample.setTooltip(new Tooltip(strings.get("model.sample.tooltip")));
        sample.setOnAction(event -> viewModel.openSample());
        MenuButton recent = new MenuButton(strings.get("model.recent"), new FontIcon(Feather.CLOCK));
        recent.setId("model-recent");
        recent.setTooltip(new Tooltip(strings.get("model.recent.tooltip")));
        recent.getItems().add(new MenuItem());
        recent.setOnShowing(event -> fillRecent(recent));
        Label drop = new Label(strings.get("model.drop"));
        drop.getStyleClass().add("muted");
        drop.setMinWidth(0);
        for (Region button : new Region[] {open, file, sample, recent}) {
            button.setMinWidth(Region.USE_PREF_SIZE);
        }
        HBox tools = new GradualRow(10, open, file, sample, recent, hub, drop);
        tools.setAlignment(Pos.CENTER_LEFT);
        tools.setMinHeight(Region.USE_PREF_SIZE);
        return tools;
    }

    /** What is wrong with the name of a model of a hub. */
    private Label problem() {
        Label problem = new Label();
        problem.setId("hub-problem");
        problem.setWrapText(true);
        problem.setMinHeight(Region.USE_PREF_SIZE);
        problem.getStyleClass().add("problem");
        problem.textProperty().bind(viewModel.hub().problemProperty());
        problem.visibleProperty().bind(problem.textProperty().isNotEmpty());
        problem.managedProperty().bind(problem.visibleProperty());
        return problem;
    }

    private void fillRecent(MenuButton recent) {
        recent.getItems().clear();
        for (String location : viewModel.recent()) {
            MenuItem item = new MenuItem(location);
            item.setMnemonicParsing(false);
            item.setOnAction(event -> viewModel.lookAgain(location));
            recent.getItems().add(item);
        }
        if (recent.getItems().isEmpty()) {
            MenuItem none = new MenuItem(strings.get("model.recent.none"));
            none.setDisable(true);
            recent.getItems().add(none);
        }
    }

    private void show(@Nullable ModelSummary model) {
        if (model == null) {
            tree.setRoot(null);
            treeCard.noteProperty().set("");
            return;
        }
        tree.setMatrices(model.matrices(), layer -> strings.get("model.layer", String.valueOf(layer)));
        treeCard.noteProperty()
                .set(strings.get(
                        "model.matrices.note", model.layers(), model.matrices().size()));
    }

    private void acceptDrops() {
        setOnDragOver(event -> {
            if (event.getDragboard().hasFiles() || event.getDragboard().hasString()) {
                event.acceptTransferModes(TransferMode.COPY);
            }
            event.consume();
        });
        setOnDragDropped(event -> {
            Dragboard board = event.getDragboard();
            event.setDropCompleted(board.hasFiles() || board.hasString());
            if (board.hasFiles()) {
                board.getFiles().stream().findFirst().map(File::toPath).ifPresent(viewModel::look);
            } else {
                // the address of a model's page, dragged out of a browser
                viewModel.hub().look(board.getString());
            }
            event.consume();
        });
    }
}
