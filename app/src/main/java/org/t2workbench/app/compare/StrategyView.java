package org.t2workbench.app.compare;

import java.nio.file.Path;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.Reading;
import org.t2workbench.app.workbench.Strategy;

/** The choice of the strategy with what it takes, and in words what it still lacks. */
final class StrategyView extends HBox {

    private static final double MIXTURE_WIDTH = 220;

    private final DispatchViewModel viewModel;
    private final Strings strings;

    StrategyView(DispatchViewModel viewModel, Strings strings) {
        super(12);
        this.viewModel = viewModel;
        this.strings = strings;
        setAlignment(Pos.CENTER_LEFT);
        setMinHeight(USE_PREF_SIZE);
        Label title = new Label(strings.get("strategy.title"));
        title.getStyleClass().add("strong");
        title.setMinWidth(USE_PREF_SIZE);
        getChildren().setAll(title, strategies(), readings(), dispatcher(), mixtures(), missing());
    }

    private Node strategies() {
        Segments<Strategy> choice = new Segments<>(viewModel.strategyProperty().get());
        choice.setId("compare-strategy");
        choice.add(Strategy.BASE, strings.get("strategy.base"), strings.get("strategy.base.tooltip"));
        choice.add(Strategy.MANUAL, strings.get("strategy.manual"), strings.get("strategy.manual.tooltip"));
        choice.add(Strategy.PROMPT, strings.get("strategy.prompt"), strings.get("strategy.prompt.tooltip"));
        choice.add(Strategy.CLASSIFIER, strings.get("strategy.classifier"), strings.get("strategy.classifier.tooltip"));
        choice.add(Strategy.FEW_SHOT, strings.get("strategy.fewShot"), strings.get("strategy.fewShot.tooltip"));
        choice.valueProperty().bindBidirectional(viewModel.strategyProperty());
        return choice;
    }

    private Node readings() {
        Segments<Reading> choice = new Segments<>(viewModel.readingProperty().get());
        choice.setId("compare-reading");
        choice.add(Reading.GENERATE, strings.get("reading.generate"), strings.get("reading.generate.tooltip"));
        choice.add(Reading.SCORE, strings.get("reading.score"), strings.get("reading.score.tooltip"));
        choice.valueProperty().bindBidirectional(viewModel.readingProperty());
        Label name = new Label(strings.get("reading.title"));
        name.getStyleClass().add("muted");
        name.setMinWidth(USE_PREF_SIZE);
        HBox both = new HBox(8, name, choice);
        both.setAlignment(Pos.CENTER_LEFT);
        both.setMinWidth(USE_PREF_SIZE);
        showWhen(
                both,
                Bindings.createBooleanBinding(
                        () -> viewModel.strategyProperty().get().dispatches(), viewModel.strategyProperty()));
        return both;
    }

    private Node dispatcher() {
        Button open = new Button(strings.get("dispatch.expert"));
        open.setId("compare-dispatcher");
        open.getStyleClass().add("link-button");
        open.setMinWidth(USE_PREF_SIZE);
        open.setTooltip(new Tooltip(strings.get("dispatch.expert.tooltip")));
        open.setOnAction(event -> viewModel.chooseDispatcher());
        showWhen(open, viewModel.strategyProperty().isEqualTo(Strategy.CLASSIFIER));
        return open;
    }

    private Node mixtures() {
        MenuButton button = new MenuButton();
        button.setId("compare-mixture-file");
        button.setMnemonicParsing(false);
        button.setMaxWidth(MIXTURE_WIDTH);
        button.setMinWidth(MIXTURE_WIDTH);
        Tooltip tooltip = new Tooltip();
        button.setTooltip(tooltip);
        Runnable show = () -> {
            Path file = viewModel.mixtureFileProperty().get();
            button.setText(file == null ? strings.get("dispatch.mixture.none") : String.valueOf(file.getFileName()));
            tooltip.setText(file == null ? strings.get("dispatch.mixture.tooltip") : file.toString());
        };
        viewModel.mixtureFileProperty().addListener((property, before, now) -> show.run());
        show.run();
        Runnable fill = () -> {
            button.getItems().clear();
            viewModel.offeredMixtures().forEach(file -> button.getItems().add(item(file)));
            if (!button.getItems().isEmpty()) {
                button.getItems().add(new SeparatorMenuItem());
            }
            MenuItem choose = new MenuItem(strings.get("dispatch.mixture.choose"));
            choose.setOnAction(event -> viewModel.chooseMixture());
            button.getItems().add(choose);
        };
        viewModel.offeredMixtures().addListener((InvalidationListener) change -> fill.run());
        fill.run();
        showWhen(button, viewModel.strategyProperty().isEqualTo(Strategy.FEW_SHOT));
        return button;
    }

    private MenuItem item(Path file) {
        Path folder = file.getParent();
        MenuItem item = new MenuItem(strings.get(
                "dispatch.mixture.item", String.valueOf(file.getFileName()), folder == null ? "" : folder.toString()));
        // an underscore in a name is no mnemonic
        item.setMnemonicParsing(false);
        item.setOnAction(event -> viewModel.useMixture(file));
        return item;
    }

    private Node missing() {
        Label words = new Label();
        words.setId("strategy-missing");
        words.setGraphic(new FontIcon(Feather.ALERT_TRIANGLE));
        words.getStyleClass().add("warning-note");
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        words.textProperty().bind(viewModel.missingProperty());
        HBox.setHgrow(words, Priority.ALWAYS);
        showWhen(words, viewModel.missingProperty().isNotEmpty());
        return words;
    }

    private static void showWhen(Node node, BooleanBinding shown) {
        node.visibleProperty().bind(shown);
        node.managedProperty().bind(shown);
    }
}
