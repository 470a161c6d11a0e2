package org.t2workbench.app.experts.adapt;

import java.util.function.Consumer;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.StartButton;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.workbench.MixtureSetting;

/** The Adapt part of the Experts screen: the form at the left, the search at the right. */
public final class AdaptView extends HBox {

    private static final Duration SAMPLE = Duration.millis(300);
    private static final double FORM = 320;

    private final AdaptViewModel viewModel;
    private final Strings strings;
    private final AdaptFormView form;
    private final MenuButton earlier = new MenuButton();
    private final StartButton start;

    /** @param onApplied when the found mixture is on the sliders */
    public AdaptView(AdaptViewModel viewModel, Theme theme, Strings strings, Consumer<MixtureSetting> onApplied) {
        super(12);
        this.viewModel = viewModel;
        this.strings = strings;
        this.start = new StartButton(
                strings,
                "adapt-start",
                new StartButton.Face("adapt.start", "adapt.start.tooltip", viewModel::start),
                new StartButton.Face("adapt.stop", "adapt.stop.tooltip", viewModel::stop));
        setId("adapt");
        form = new AdaptFormView(viewModel, strings);
        VBox.setVgrow(form, Priority.ALWAYS);
        Card card = new Card(strings.get("adapt.title"), new VBox(form, footer()));
        card.setMinWidth(FORM);
        card.setPrefWidth(FORM);
        card.setMaxWidth(FORM);
        InvalidationListener note = change -> card.noteProperty()
                .set(viewModel.form().changedProperty().get() ? strings.get("train.settings.changed") : "");
        viewModel.form().changedProperty().addListener(note);
        note.invalidated(viewModel.form().changedProperty());
        SearchView search = new SearchView(viewModel, theme, strings, onApplied);
        HBox.setHgrow(search, Priority.ALWAYS);
        getChildren().setAll(card, search);
        buildEarlier();
        sampleWhileShowing();
    }

    /** The task, for the keyboard's first focus. */
    public Node firstFocus() {
        return form.firstFocus();
    }

    /** What stands above the view: the way back to earlier searches. */
    public Node tools() {
        return earlier;
    }

    private void buildEarlier() {
        earlier.setId("adapt-earlier");
        earlier.setText(strings.get("adapt.earlier"));
        earlier.setGraphic(new FontIcon(Feather.CLOCK));
        earlier.setTooltip(new Tooltip(strings.get("adapt.earlier.tooltip")));
        earlier.setOnShowing(event -> viewModel.earlier().look());
        viewModel.earlier().foundProperty().addListener((property, before, now) -> showEarlier());
        InvalidationListener enable =
                change -> earlier.setDisable(viewModel.stateProperty().get() == SearchState.NO_MODEL
                        || viewModel.stateProperty().get().isBusy());
        viewModel.stateProperty().addListener(enable);
        enable.invalidated(viewModel.stateProperty());
        showEarlier();
    }

    private void showEarlier() {
        earlier.getItems().clear();
        for (EarlierSearches.Earlier search :
                viewModel.earlier().foundProperty().get()) {
            MenuItem item = new MenuItem(strings.get("adapt.earlier.entry", search.name(), search.task()));
            item.setMnemonicParsing(false);
            item.setOnAction(event -> viewModel.open(search.folder()));
            earlier.getItems().add(item);
        }
        if (!earlier.getItems().isEmpty()) {
            earlier.getItems().add(new SeparatorMenuItem());
        }
        MenuItem other = new MenuItem(strings.get("adapt.earlier.folder"));
        other.setOnAction(event -> viewModel.chooseEarlier());
        earlier.getItems().add(other);
    }

    private VBox footer() {
        Label size = note("adapt-size");
        Label sliders = note("adapt-sliders");
        Button resume = new Button(strings.get("train.resume"), new FontIcon(Feather.SKIP_FORWARD));
        resume.setId("adapt-resume");
        resume.setTooltip(new Tooltip(strings.get("adapt.resume.tooltip")));
        resume.setMinWidth(Region.USE_PREF_SIZE);
        resume.managedProperty().bind(resume.visibleProperty());
        resume.setOnAction(event -> viewModel.resume());
        InvalidationListener show = change -> {
            size.setText(viewModel.sizeWords());
            sliders.setText(viewModel.sliderWords());
            resume.setVisible(viewModel.canResume());
            start.show(viewModel.stateProperty().get().isBusy(), viewModel.canStart() || viewModel.canStop());
        };
        viewModel.stateProperty().addListener(show);
        viewModel.found().unusableProperty().addListener(show);
        viewModel.form().settingsProperty().addListener(show);
        viewModel.form().experts().forEach(choice -> choice.chosenProperty().addListener(show));
        viewModel.form().experts().addListener((InvalidationListener) change -> {
            viewModel.form().experts().forEach(choice -> choice.chosenProperty().addListener(show));
            show.invalidated(change);
        });
        show.invalidated(viewModel.stateProperty());
        VBox footer = new VBox(6, size, sliders, new HBox(8, start, resume));
        footer.getStyleClass().add("train-footer");
        return footer;
    }

    private static Label note(String id) {
        Label label = new Label();
        label.setId(id);
        label.getStyleClass().add("small-note");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.managedProperty().bind(label.textProperty().isNotEmpty());
        return label;
    }

    private void sampleWhileShowing() {
        Timeline timeline = new Timeline(new KeyFrame(SAMPLE, event -> {
            viewModel.sample();
            viewModel.scrub().tick();
        }));
        timeline.setCycleCount(Animation.INDEFINITE);
        sceneProperty()
                .flatMap(Scene::windowProperty)
                .flatMap(Window::showingProperty)
                .orElse(false)
                .subscribe(showing -> {
                    if (showing) {
                        timeline.play();
                    } else {
                        timeline.stop();
                    }
                });
    }
}
