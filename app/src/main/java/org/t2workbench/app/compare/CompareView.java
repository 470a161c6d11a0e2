package org.t2workbench.app.compare;

import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.PopOver;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.compare.attribution.AttributionWindow;
import org.t2workbench.app.control.Scroller;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.workbench.Comparison;
import org.t2workbench.app.workbench.Shortcuts;
import org.t2workbench.app.workbench.Side;

/** The Compare screen. */
public final class CompareView extends VBox {

    private static final double RUN_WIDTH = 134;
    private static final double CHOICE_WIDTH = 118;
    private static final double BUTTON_HEIGHT = 28;
    private static final double PROMPT_HEIGHT = 62;
    private static final double EFFECT_SHARE = 32;
    private static final double MIXTURE_BESIDE = 33;
    private static final double DISPATCH_SHARE = 42;
    private static final double EFFECT_BESIDE = 25;
    private static final double NARROW = 1100;

    private final CompareViewModel viewModel;
    private final Strings strings;
    private final TextArea prompt = new TextArea();

    public CompareView(CompareViewModel viewModel, Theme theme, Strings strings) {
        this.viewModel = viewModel;
        this.strings = strings;
        setId("compare");
        Node mixture = new MixtureView(viewModel, strings).card();
        Node effect = new EffectView(viewModel, strings);
        Node base = new AnswerView(Side.BASE, viewModel, strings).card();
        Node adapted = new AnswerView(Side.ADAPTED, viewModel, strings).card();
        Node divergence = new DivergenceView(viewModel, theme, strings).card();
        Node dispatch = new DispatchView(viewModel, strings).card();
        GridPane upper = new GridPane();
        Runnable arrange = () -> {
            boolean passes = viewModel.dispatch().strategyProperty().get().choosesAlone();
            if (passes && !isNarrow()) {
                arrange(upper, new double[] {MIXTURE_BESIDE, DISPATCH_SHARE, EFFECT_BESIDE}, mixture, dispatch, effect);
                return;
            }
            arrange(upper, new double[] {100 - EFFECT_SHARE, EFFECT_SHARE}, mixture, effect);
            if (passes) {
                upper.add(dispatch, 0, 1, 2, 1);
            }
        };
        viewModel.dispatch().strategyProperty().addListener((property, before, now) -> arrange.run());
        widthProperty().addListener((property, before, now) -> {
            if (before.doubleValue() < NARROW != now.doubleValue() < NARROW) {
                arrange.run();
            }
        });
        arrange.run();
        GridPane answers = new GridPane();
        arrange(answers, new double[] {50, 50}, base, adapted);
        VBox.setVgrow(answers, Priority.ALWAYS);
        VBox content =
                new VBox(12, promptRow(), new StrategyView(viewModel.dispatch(), strings), upper, answers, divergence);
        content.getStyleClass().add("screen");
        // in a low window nothing is cut off
        ScrollPane scroll = new Scroller(content);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setFocusTraversable(false);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().setAll(scroll);
        new AttributionWindow(viewModel.attribution(), theme, strings, this);
    }

    /** Puts the caret into the prompt. */
    public void focusPrompt() {
        prompt.requestFocus();
        prompt.end();
    }

    /** Whether three cards side by side would be cramped. */
    private boolean isNarrow() {
        return getWidth() < NARROW;
    }

    /** Puts nodes side by side, each with its share of the width. */
    private static void arrange(GridPane grid, double[] shares, Node... nodes) {
        grid.setHgap(12);
        grid.setVgap(12);
        grid.getChildren().clear();
        grid.getColumnConstraints().clear();
        for (double share : shares) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(share);
            column.setFillWidth(true);
            grid.getColumnConstraints().add(column);
        }
        for (Node node : nodes) {
            GridPane.setVgrow(node, Priority.ALWAYS);
        }
        grid.addRow(0, nodes);
    }

    private HBox promptRow() {
        prompt.setId("compare-prompt");
        prompt.setAccessibleText(strings.get("compare.prompt"));
        prompt.setWrapText(true);
        prompt.setPromptText(strings.get("compare.prompt.hint"));
        prompt.getStyleClass().addAll("mono", "prompt");
        prompt.setMinHeight(PROMPT_HEIGHT);
        prompt.setPrefHeight(PROMPT_HEIGHT);
        prompt.setMaxHeight(PROMPT_HEIGHT);
        prompt.textProperty().bindBidirectional(viewModel.promptProperty());
        HBox.setHgrow(prompt, Priority.ALWAYS);
        VBox choices = new VBox(6, promptKind(), options());
        VBox actions = new VBox(6, runButton(), history());
        HBox row = new HBox(12, prompt, choices, actions);
        row.setAlignment(Pos.TOP_LEFT);
        row.setMinHeight(Region.USE_PREF_SIZE);
        return row;
    }

    private Node promptKind() {
        Segments<Boolean> kind = new Segments<>(viewModel.chatProperty().get());
        kind.add(false, strings.get("compare.plain"), strings.get("compare.plain.tooltip"));
        kind.add(true, strings.get("compare.chat"), strings.get("compare.chat.tooltip"));
        kind.setId("compare-kind");
        kind.setMinWidth(CHOICE_WIDTH);
        kind.valueProperty()
                .addListener((property, before, now) -> viewModel.chatProperty().set(now));
        viewModel
                .chatProperty()
                .addListener((property, before, now) -> kind.valueProperty().set(now));
        kind.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> viewModel.modelProperty().get() == null
                                || !viewModel.modelProperty().get().hasChatTemplate(),
                        viewModel.modelProperty()));
        return kind;
    }

    private Node options() {
        Button button = new Button(strings.get("compare.options"), new FontIcon(Feather.SLIDERS));
        button.setId("compare-options");
        size(button, CHOICE_WIDTH);
        button.setTooltip(new Tooltip(strings.get("compare.options.tooltip")));
        button.setOnAction(event -> {
            PopOver popOver = new PopOver(new OptionsView(viewModel, strings));
            popOver.setArrowLocation(PopOver.ArrowLocation.TOP_RIGHT);
            popOver.setAnimated(false);
            // its root carries its own styles, which would win over the scene's
            popOver.getRoot().getStylesheets().addAll(getScene().getStylesheets());
            popOver.show(button);
        });
        return button;
    }

    private Node runButton() {
        Button button = new Button();
        button.setId("compare-run");
        size(button, RUN_WIDTH);
        button.setContentDisplay(ContentDisplay.LEFT);
        Label hint = new Label();
        hint.getStyleClass().add("button-hint");
        Label words = new Label();
        for (Label label : new Label[] {words, hint}) {
            label.setMinWidth(USE_PREF_SIZE);
        }
        FontIcon icon = new FontIcon(Feather.PLAY);
        HBox graphic = new HBox(8, icon, words, hint);
        graphic.setAlignment(Pos.CENTER);
        button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        button.setGraphic(graphic);
        Runnable show = () -> {
            boolean running = viewModel.stateProperty().get() == CompareState.RUNNING
                    || viewModel.stateProperty().get() == CompareState.CANCELLING;
            words.setText(strings.get(running ? "compare.cancel" : "compare.run"));
            hint.setText(Shortcuts.text(running ? Shortcuts.CANCEL : Shortcuts.RUN));
            icon.setIconCode(running ? Feather.SQUARE : Feather.PLAY);
            button.setAccessibleText(words.getText());
            button.getStyleClass().remove("accent");
            if (!running) {
                button.getStyleClass().add("accent");
            }
            button.setDisable(!viewModel.canRun() && !viewModel.canCancel());
        };
        viewModel.stateProperty().addListener((property, before, now) -> show.run());
        viewModel.promptProperty().addListener((property, before, now) -> show.run());
        viewModel.dispatch().missingProperty().addListener((property, before, now) -> show.run());
        show.run();
        button.setTooltip(new Tooltip(strings.get("compare.run.tooltip")));
        button.setOnAction(event -> {
            if (viewModel.canCancel()) {
                viewModel.cancel();
            } else {
                viewModel.run();
            }
        });
        return button;
    }

    private Node history() {
        MenuButton button = new MenuButton(strings.get("compare.history"), new FontIcon(Feather.CLOCK));
        button.setId("compare-history");
        size(button, RUN_WIDTH);
        button.setTooltip(new Tooltip(strings.get("compare.history.tooltip")));
        button.disableProperty().bind(Bindings.isEmpty(viewModel.history()));
        button.setOnShowing(event -> button.getItems()
                .setAll(viewModel.history().stream().map(this::historyItem).toList()));
        button.getItems().add(new MenuItem());
        return button;
    }

    private MenuItem historyItem(Comparison comparison) {
        MenuItem item = new MenuItem(viewModel.describe(comparison));
        item.setMnemonicParsing(false);
        item.setOnAction(event -> viewModel.repeat(comparison));
        return item;
    }

    private static void size(Region button, double width) {
        button.setMinWidth(width);
        button.setMaxWidth(width);
        button.setMinHeight(BUTTON_HEIGHT);
        button.setMaxHeight(BUTTON_HEIGHT);
    }
}
