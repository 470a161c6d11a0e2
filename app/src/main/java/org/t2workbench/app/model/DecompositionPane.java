package org.t2workbench.app.model;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
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
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.JobHandle;
import org.t2workbench.app.job.JobState;
import org.t2workbench.app.job.ProgressSnapshot;
import org.t2workbench.app.workbench.DecompositionStatus;
import org.t2workbench.app.workbench.Quantities;

/** What is decomposed, what the rest costs, and the way to start and stop it. */
final class DecompositionPane extends StackPane {

    private static final Duration SAMPLE = Duration.millis(150);

    private final ModelViewModel viewModel;
    private final Strings strings;
    private final Label words = new Label();
    private final Label stage = new Label();
    private final ProgressBar bar = new ProgressBar();
    private final Button start;
    private final Button cancel;
    private final Timeline sampler = new Timeline();

    DecompositionPane(ModelViewModel viewModel, Strings strings) {
        this.viewModel = viewModel;
        this.strings = strings;
        start = new Button(strings.get("model.decompose"));
        start.setId("model-decompose");
        start.setTooltip(new Tooltip(strings.get("model.decompose.tooltip")));
        start.setOnAction(event -> viewModel.decompose());
        cancel = new Button(strings.get("model.decompose.cancel"));
        cancel.setId("model-decompose-cancel");
        cancel.setOnAction(event -> viewModel.cancelDecompose());
        for (Button button : new Button[] {start, cancel}) {
            button.managedProperty().bind(button.visibleProperty());
            button.setMinWidth(Region.USE_PREF_SIZE);
        }
        words.setWrapText(true);
        words.setId("decomposition-words");
        stage.getStyleClass().addAll("muted", "mono-small");
        stage.managedProperty().bind(stage.visibleProperty());
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.managedProperty().bind(bar.visibleProperty());
        VBox text = new VBox(6, words, bar, stage);
        text.setMinWidth(0);
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox body = new HBox(12, text, start, cancel);
        body.setAlignment(Pos.CENTER_LEFT);
        body.getStyleClass().add("card-body");
        Card card = new Card(strings.get("model.decomposition"), body);
        card.noteProperty().set(strings.get("model.decomposition.note"));
        setMinHeight(Region.USE_PREF_SIZE);
        getChildren().setAll(card);
        sampler.getKeyFrames().setAll(new KeyFrame(SAMPLE, event -> show()));
        sampler.setCycleCount(Animation.INDEFINITE);
        viewModel.decompositionProperty().addListener((property, before, now) -> show());
        viewModel.decomposeJobProperty().addListener((property, before, now) -> jobChanged(now));
        show();
    }

    private void jobChanged(@Nullable JobHandle job) {
        if (job == null) {
            sampler.stop();
        } else {
            sampler.play();
        }
        show();
    }

    private void show() {
        DecompositionStatus status = viewModel.decompositionProperty().get();
        JobHandle job = viewModel.decomposeJobProperty().get();
        boolean running = job != null;
        bar.setVisible(running);
        stage.setVisible(running);
        cancel.setVisible(running);
        start.setVisible(!running && status != null && !status.isComplete());
        if (job != null) {
            showProgress(job);
        } else if (status == null) {
            words.setText(strings.get("model.decomposition.none"));
        } else if (status.isComplete()) {
            words.setText(
                    strings.get("model.decomposition.complete", status.matrices(), Quantities.bytes(status.bytes())));
        } else {
            words.setText(strings.get(
                    "model.decomposition.cost",
                    status.decomposed(),
                    status.matrices(),
                    Quantities.seconds(status.estimatedSeconds()),
                    Quantities.bytes(status.bytes())));
        }
    }

    private void showProgress(JobHandle job) {
        ProgressSnapshot progress = job.progress();
        bar.setProgress(progress.fraction());
        stage.setText(progress.stage());
        cancel.setDisable(job.state() == JobState.CANCELLING);
        words.setText(
                job.state() == JobState.CANCELLING
                        ? strings.get("status.cancelling", job.title())
                        : strings.get("model.decomposition.running", progress.percent()));
    }
}
