package org.t2workbench.app.workbench;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.stage.Window;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.i18n.Strings;

/** The strip at the bottom: the model at the left, what is running at the right. */
final class StatusBarView extends HBox {

    private static final Duration JOB_SAMPLE = Duration.millis(200);
    private static final Duration MEMORY_SAMPLE = Duration.seconds(2);

    StatusBarView(StatusBarViewModel viewModel, Strings strings, Runnable openPalette, Button themeButton) {
        getStyleClass().add("status-bar-strip");
        setAlignment(Pos.CENTER_LEFT);
        Label name = label("status-model");
        name.textProperty().bind(viewModel.modelNameProperty());
        name.getStyleClass().add("strong");
        Label kind = label("status-kind");
        kind.textProperty().bind(viewModel.modelKindProperty());
        Label device = label("status-device");
        device.textProperty().bind(viewModel.deviceProperty());
        Label memory = label("status-memory");
        memory.textProperty().bind(viewModel.memoryProperty());
        memory.setTooltip(new Tooltip(strings.get("status.memory.tooltip")));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Label job = label("status-job");
        job.textProperty().bind(viewModel.jobProperty());
        job.setMinWidth(0);
        ProgressBar bar = new ProgressBar();
        bar.progressProperty().bind(viewModel.fractionProperty());
        bar.visibleProperty().bind(viewModel.busyProperty());
        bar.managedProperty().bind(viewModel.busyProperty());
        Button cancel = new Button(strings.get("status.cancel"));
        cancel.setId("status-cancel");
        cancel.getStyleClass().add("link-button");
        cancel.visibleProperty().bind(viewModel.busyProperty());
        cancel.managedProperty().bind(viewModel.busyProperty());
        cancel.setOnAction(event -> viewModel.cancelShown());
        cancel.setTooltip(new Tooltip(strings.get("status.cancel.tooltip")));
        Button palette = new Button(
                strings.get("status.commands", Shortcuts.text(Shortcuts.PALETTE)), new FontIcon(Feather.COMMAND));
        palette.setId("status-palette");
        palette.getStyleClass().add("link-button");
        palette.setOnAction(event -> openPalette.run());
        getChildren().setAll(name, kind, device, memory, gap, job, bar, cancel, palette, themeButton);

        Timeline jobs = new Timeline(new KeyFrame(JOB_SAMPLE, event -> viewModel.sampleJobs()));
        Timeline memories = new Timeline(new KeyFrame(MEMORY_SAMPLE, event -> viewModel.sampleMemory()));
        for (Timeline timeline : new Timeline[] {jobs, memories}) {
            timeline.setCycleCount(Animation.INDEFINITE);
        }
        sceneProperty()
                .flatMap(Scene::windowProperty)
                .flatMap(Window::showingProperty)
                .orElse(false)
                .subscribe(showing -> {
                    if (showing) {
                        viewModel.sampleMemory();
                        jobs.play();
                        memories.play();
                    } else {
                        jobs.stop();
                        memories.stop();
                    }
                });
    }

    private static Label label(String id) {
        Label label = new Label();
        label.setId(id);
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }
}
