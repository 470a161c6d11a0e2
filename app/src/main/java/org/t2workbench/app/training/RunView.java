package org.t2workbench.app.training;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.EmptyState;
import org.t2workbench.app.control.NoteLabel;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.staging.GradualColumn;
import org.t2workbench.app.staging.GradualRow;
import org.t2workbench.app.theme.Theme;

/** The run: where it stands, its figures, its answers. */
final class RunView extends StackPane {

    private final TrainViewModel viewModel;
    private final Strings strings;
    private final Label status = new Label();
    private final Label progress = new Label();
    private final Label result = new Label();
    private final Label warning = new NoteLabel("train-warning", "warning-note", Feather.ALERT_TRIANGLE);
    private final Label failure = new NoteLabel("train-failure", "problem-note", Feather.X_CIRCLE);
    private final ProgressBar bar = new ProgressBar(0);
    private final Button use = new Button();

    /** @param onUsed when the expert is in the mixture */
    RunView(TrainViewModel viewModel, Theme theme, Strings strings, Runnable onUsed) {
        this.viewModel = viewModel;
        this.strings = strings;
        Card answers = new RolloutsView(viewModel, strings).card();
        VBox.setVgrow(answers, Priority.ALWAYS);
        VBox body = new GradualColumn(12, strip(onUsed), new ChartsView(viewModel, theme, strings), answers);
        EmptyState none =
                new EmptyState(Feather.TRENDING_UP, strings.get("train.run.none"), strings.get("train.run.none.text"));
        getChildren().setAll(body, none);
        Runnable show = () -> {
            boolean run = viewModel.stateProperty().get().hasRun();
            body.setVisible(run);
            none.setVisible(!run);
            showStatus();
        };
        viewModel.stateProperty().addListener((property, before, now) -> show.run());
        viewModel.summaryProperty().addListener((property, before, now) -> showStatus());
        viewModel.expertProperty().addListener((property, before, now) -> showStatus());
        viewModel.requestProperty().addListener((property, before, now) -> showStatus());
        show.run();
    }

    private VBox strip(Runnable onUsed) {
        status.setId("train-status");
        status.getStyleClass().add("strong");
        status.setMinWidth(Region.USE_PREF_SIZE);
        progress.setId("train-progress");
        progress.getStyleClass().add("muted");
        progress.setMinWidth(0);
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.getStyleClass().add("thin-bar");
        bar.managedProperty().bind(bar.visibleProperty());
        result.setId("train-result");
        result.setMinWidth(Region.USE_PREF_SIZE);
        use.setId("train-use");
        use.setText(strings.get("train.use"));
        use.setGraphic(new FontIcon(Feather.COLUMNS));
        use.setTooltip(new Tooltip(strings.get("train.use.tooltip")));
        use.setMinWidth(Region.USE_PREF_SIZE);
        use.setOnAction(event -> viewModel.use(onUsed));
        use.managedProperty().bind(use.visibleProperty());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox line = new GradualRow(12, status, progress, gap, result, use);
        line.setAlignment(Pos.CENTER_LEFT);
        warning.textProperty().bind(viewModel.warningProperty());
        failure.textProperty().bind(viewModel.failureProperty());
        VBox strip = new VBox(6, line, bar, warning, failure);
        strip.getStyleClass().add("run-strip");
        return strip;
    }

    private void showStatus() {
        TrainState state = viewModel.stateProperty().get();
        status.setText(
                switch (state) {
                    case NO_MODEL, READY -> "";
                    case WAITING -> strings.get("train.state.waiting");
                    case TRAINING -> strings.get("train.state.training");
                    case STOPPING -> strings.get("train.state.stopping");
                    case STOPPED -> strings.get("train.state.stopped");
                    case FAILED -> strings.get("train.state.failed");
                    case FINISHED -> strings.get("train.state.finished");
                });
        int iterations = viewModel.iterations();
        progress.setText(state.hasRun() ? viewModel.progressWords() : "");
        bar.setProgress(
                state == TrainState.WAITING
                        ? ProgressBar.INDETERMINATE_PROGRESS
                        : iterations == 0
                                ? 0
                                : (double) viewModel.summaryProperty().get().done() / iterations);
        bar.setVisible(state.isBusy());
        result.setText(viewModel.resultWords());
        use.setVisible(viewModel.canUse());
    }
}
