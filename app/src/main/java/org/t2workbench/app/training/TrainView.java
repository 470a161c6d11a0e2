package org.t2workbench.app.training;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
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
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.control.StartButton;
import org.t2workbench.app.control.Ticker;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.staging.GradualColumn;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.workbench.Quantities;
import org.t2workbench.app.workbench.TrainingNeed;

/** The Train screen: the form at the left; at the right the data set before a run, and the run. */
public final class TrainView extends HBox {

    private static final double FORM = 352;

    private final TrainViewModel viewModel;
    private final Strings strings;
    private final SettingsView settings;
    private final StartButton start;
    private final Segments<Boolean> shown = new Segments<>(false);
    private final Label need = new Label();
    private final Label problem = new Label();

    /** @param onUsed when the trained expert is in the mixture */
    public TrainView(TrainViewModel viewModel, Theme theme, Strings strings, Runnable onUsed) {
        super(12);
        this.viewModel = viewModel;
        this.strings = strings;
        this.start = new StartButton(
                strings,
                "train-start",
                new StartButton.Face("train.start", "train.start.tooltip", viewModel::start),
                new StartButton.Face("train.stop", "train.stop.tooltip", viewModel::stop));
        setId("train");
        getStyleClass().add("screen");
        settings = new SettingsView(viewModel, strings);
        VBox.setVgrow(settings, Priority.ALWAYS);
        Card form = new Card(strings.get("train.settings"), new VBox(settings, footer()));
        form.setMinWidth(FORM);
        form.setPrefWidth(FORM);
        form.setMaxWidth(FORM);
        viewModel
                .form()
                .changedProperty()
                .addListener((property, before, now) ->
                        form.noteProperty().set(now ? strings.get("train.settings.changed") : ""));
        Node data = new DataView(viewModel, strings);
        Node run = new RunView(viewModel, theme, strings, onUsed);
        shown.setId("train-shown");
        shown.add(false, strings.get("train.show.data"), strings.get("train.show.data.tooltip"));
        shown.add(true, strings.get("train.show.run"), strings.get("train.show.run.tooltip"));
        data.visibleProperty().bind(shown.valueProperty().isEqualTo(false));
        run.visibleProperty().bind(shown.valueProperty().isEqualTo(true));
        StackPane views = new StackPane(data, run);
        views.setMinSize(0, 0);
        VBox.setVgrow(views, Priority.ALWAYS);
        HBox tools = new HBox(shown);
        tools.setAlignment(Pos.CENTER_LEFT);
        VBox right = new GradualColumn(12, tools, views);
        right.setMinWidth(0);
        HBox.setHgrow(right, Priority.ALWAYS);
        getChildren().setAll(form, right);
        viewModel.stateProperty().addListener((property, before, now) -> {
            if (now.hasRun() && !before.hasRun()) {
                shown.valueProperty().set(true);
            } else if (!now.hasRun()) {
                shown.valueProperty().set(false);
            }
        });
        Ticker.whileShowing(this, viewModel::sample);
    }

    /** The task, for the keyboard's first focus. */
    public Node firstFocus() {
        return settings.firstFocus();
    }

    private VBox footer() {
        need.setId("train-need");
        need.getStyleClass().add("small-note");
        need.setWrapText(true);
        need.setMinHeight(Region.USE_PREF_SIZE);
        viewModel.needProperty().addListener((property, before, now) -> showNeed(now));
        showNeed(viewModel.needProperty().get());
        problem.setId("train-problem");
        problem.getStyleClass().add("problem");
        problem.setWrapText(true);
        problem.setMinHeight(Region.USE_PREF_SIZE);
        problem.textProperty().bind(viewModel.form().problemProperty());
        problem.managedProperty().bind(problem.textProperty().isNotEmpty());
        Button resume = new Button(strings.get("train.resume"), new FontIcon(Feather.SKIP_FORWARD));
        resume.setId("train-resume");
        resume.setTooltip(new Tooltip(strings.get("train.resume.tooltip")));
        resume.setMinWidth(Region.USE_PREF_SIZE);
        resume.managedProperty().bind(resume.visibleProperty());
        resume.setOnAction(event -> viewModel.resume());
        HBox buttons = new HBox(8, start, resume);
        Runnable show = () -> {
            start.show(viewModel.stateProperty().get().isBusy(), viewModel.canStart() || viewModel.canStop());
            resume.setVisible(viewModel.canResume());
        };
        viewModel.stateProperty().addListener((property, before, now) -> show.run());
        viewModel.choice().sampleProperty().addListener((property, before, now) -> show.run());
        viewModel.form().settingsProperty().addListener((property, before, now) -> show.run());
        show.run();
        VBox footer = new VBox(8, need, problem, buttons);
        footer.getStyleClass().add("train-footer");
        return footer;
    }

    private void showNeed(@Nullable TrainingNeed now) {
        if (now == null) {
            need.setText(strings.get("train.need.unknown"));
            return;
        }
        String memory = strings.get(
                now.total() > now.available() ? "train.need.tooLarge" : "train.need",
                Quantities.count(now.trained()),
                Quantities.bytes(now.total()),
                Quantities.bytes(now.available()));
        String time = strings.get(
                now.isMeasured() ? "train.need.time.measured" : "train.need.time",
                Quantities.duration(now.secondsPerIteration()),
                Quantities.duration(now.seconds()));
        need.setText(memory + " " + time);
        need.getStyleClass().remove("problem");
        if (now.total() > now.available()) {
            need.getStyleClass().add("problem");
        }
    }
}
