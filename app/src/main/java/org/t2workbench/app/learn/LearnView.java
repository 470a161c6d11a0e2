package org.t2workbench.app.learn;

import java.util.List;
import java.util.stream.IntStream;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.Deck;
import org.t2workbench.app.control.EmptyState;
import org.t2workbench.app.control.Scroller;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.learn.LearnViewModel.Sample;
import org.t2workbench.app.staging.GradualColumn;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.workbench.Shortcuts;

/** The Learn screen: the steps at the left, the one in front at the right. */
public final class LearnView extends HBox {

    private static final double STEPS = 286;

    private final LearnViewModel viewModel;
    private final Strings strings;
    private final List<ShownStep> steps;
    private final ListView<Integer> list = new ListView<>();
    private final Card card;
    private final Label text = new Label();
    private final Label formula = new Label();
    private final Deck live = new Deck();
    private final ScrollPane scroll;
    private final Button open = new Button("", new FontIcon(Feather.EXTERNAL_LINK));
    private final Button previous = new Button();
    private final Button next = new Button();

    public LearnView(LearnViewModel viewModel, Theme theme, Strings strings, OtherScreens screens) {
        super(12);
        this.viewModel = viewModel;
        this.strings = strings;
        this.steps = new LearnSteps(viewModel, theme, strings, screens).all();
        setId("learn");
        getStyleClass().add("screen");
        text.setId("learn-text");
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        text.getStyleClass().add("learn-text");
        formula.setId("learn-formula");
        formula.setWrapText(true);
        formula.setMinHeight(Region.USE_PREF_SIZE);
        formula.setMaxWidth(Double.MAX_VALUE);
        formula.getStyleClass().add("learn-formula");
        formula.managedProperty().bind(formula.visibleProperty());
        live.setAlignment(Pos.TOP_LEFT);
        StackPane missing = new StackPane();
        VBox body = new GradualColumn(12, text, formula, live, missing);
        body.getStyleClass().add("learn-body");
        // at 200 % and in a low window nothing is cut off
        scroll = new Scroller(body);
        scroll.setFitToWidth(true);
        // charts grow into a high window, and nothing is pressed together in a low one
        scroll.setFitToHeight(true);
        body.setMinHeight(Region.USE_PREF_SIZE);
        VBox.setVgrow(live, Priority.ALWAYS);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFocusTraversable(false);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        card = new Card("", new GradualColumn(0, scroll, footer())).atEnd(resetButton(), open);
        HBox.setHgrow(card, Priority.ALWAYS);
        open.setId("learn-open");
        open.setMinWidth(Region.USE_PREF_SIZE);
        open.setOnAction(event -> shown().open().run());
        getChildren().setAll(stepList(), card);
        viewModel.indexProperty().addListener((property, before, now) -> show());
        viewModel.sampleProperty().addListener((property, before, now) -> showSample(missing));
        show();
        showSample(missing);
    }

    /** The steps, for the keyboard's first focus. */
    public Node firstFocus() {
        return list;
    }

    private ShownStep shown() {
        return steps.get(viewModel.indexProperty().get());
    }

    private Card stepList() {
        list.setId("learn-steps");
        list.setAccessibleText(strings.get("learn.steps"));
        list.getItems().setAll(IntStream.range(0, viewModel.count()).boxed().toList());
        list.setCellFactory(view -> new StepCell());
        list.getSelectionModel().select(viewModel.indexProperty().get());
        list.getSelectionModel().selectedItemProperty().addListener((property, before, now) -> {
            if (now != null) {
                viewModel.indexProperty().set(now);
            }
        });
        Card steps = new Card(strings.get("learn.steps"), list);
        steps.setMinWidth(STEPS);
        steps.setMaxWidth(STEPS);
        return steps;
    }

    private Button resetButton() {
        Button reset = new Button(strings.get("learn.reset"), new FontIcon(Feather.ROTATE_CCW));
        reset.setId("learn-reset");
        reset.setMinWidth(Region.USE_PREF_SIZE);
        reset.setTooltip(new Tooltip(strings.get("learn.reset.tooltip")));
        reset.setOnAction(event -> viewModel.reset());
        return reset;
    }

    private HBox footer() {
        button(previous, "learn-previous", strings.get("learn.previous"), Shortcuts.text(Shortcuts.PREVIOUS));
        previous.setOnAction(event -> viewModel.previous());
        button(next, "learn-next", strings.get("learn.next.step"), Shortcuts.text(Shortcuts.NEXT));
        next.getStyleClass().add("accent");
        next.setOnAction(event -> viewModel.next());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox footer = new HBox(10, previous, gap, next);
        footer.setAlignment(Pos.CENTER_LEFT);
        footer.getStyleClass().add("learn-footer");
        footer.setMinHeight(Region.USE_PREF_SIZE);
        return footer;
    }

    private static void button(Button button, String id, String words, String keys) {
        Label name = new Label(words);
        Label hint = new Label(keys);
        hint.getStyleClass().add("button-hint");
        for (Label label : new Label[] {name, hint}) {
            label.setMinWidth(Region.USE_PREF_SIZE);
        }
        HBox graphic = new HBox(8, name, hint);
        graphic.setAlignment(Pos.CENTER);
        button.setId(id);
        button.setGraphic(graphic);
        button.setAccessibleText(words + ", " + keys);
    }

    private void show() {
        int index = viewModel.indexProperty().get();
        ShownStep step = shown();
        list.getSelectionModel().select(index);
        card.titleProperty().set(strings.get("learn.title", index + 1, step.title()));
        card.noteProperty().set(strings.get("learn.place", index + 1, viewModel.count()));
        text.setText(step.text());
        formula.setText(step.formula());
        formula.setVisible(!step.formula().isEmpty());
        live.show(step.live());
        open.setText(step.openWords());
        open.setTooltip(new Tooltip(step.openTooltip()));
        previous.setDisable(!viewModel.canGoBack());
        next.setDisable(!viewModel.canGoOn());
        scroll.setVvalue(0);
    }

    /** Without the sample the steps still read, but have nothing to show. */
    private void showSample(StackPane missing) {
        Sample sample = viewModel.sampleProperty().get();
        boolean here = sample == Sample.OPEN;
        live.setVisible(here);
        live.setManaged(here);
        missing.setVisible(!here);
        missing.setManaged(!here);
        open.setDisable(!here);
        if (here) {
            missing.getChildren().clear();
            return;
        }
        Button button = new Button(strings.get("learn.sample.open"));
        button.setId("learn-open-sample");
        button.getStyleClass().add("accent");
        button.setDisable(sample == Sample.OPENING);
        button.setOnAction(event -> viewModel.openSample());
        missing.getChildren()
                .setAll(new EmptyState(
                        Feather.BOOK_OPEN,
                        strings.get(sample == Sample.OPENING ? "learn.sample.opening" : "learn.sample.missing"),
                        strings.get("learn.sample.text"),
                        button));
    }

    /** A step by its number and title. */
    private final class StepCell extends ListCell<Integer> {

        StepCell() {
            setPrefWidth(0);
            setWrapText(true);
        }

        @Override
        protected void updateItem(@Nullable Integer item, boolean empty) {
            super.updateItem(item, empty);
            setText(
                    empty || item == null
                            ? null
                            : strings.get(
                                    "learn.title", item + 1, steps.get(item).title()));
        }
    }
}
