package org.t2workbench.app.model;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.t2workbench.app.control.FormRow;
import org.t2workbench.app.control.Ticker;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.JobHandle;
import org.t2workbench.app.job.JobState;
import org.t2workbench.app.job.ProgressSnapshot;

/** The running download: how far, how fast, how long still, and the way to stop it. */
final class DownloadBanner extends HBox {

    private final HubViewModel viewModel;
    private final Strings strings;
    private final Label title = new Label();
    private final ProgressBar bar = new ProgressBar();
    private final Label stage = new Label();
    private final Button cancel;

    DownloadBanner(HubViewModel viewModel, Strings strings) {
        super(12);
        this.viewModel = viewModel;
        this.strings = strings;
        setId("hub-download");
        setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("banner");
        title.getStyleClass().add("strong");
        title.setId("hub-download-title");
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.setAccessibleText(strings.get("model.download.bar"));
        stage.setId("hub-download-stage");
        stage.setWrapText(true);
        VBox words = new VBox(6, title, bar, stage);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        cancel = new Button(strings.get("model.download.cancel"));
        cancel.setId("hub-download-cancel");
        cancel.setMinWidth(Region.USE_PREF_SIZE);
        cancel.setTooltip(FormRow.tooltip(strings.get("model.download.cancel.tooltip")));
        cancel.setOnAction(event -> viewModel.cancelDownload());
        getChildren().setAll(words, cancel);
        setMinHeight(Region.USE_PREF_SIZE);
        viewModel.downloadJobProperty().addListener((property, before, now) -> show());
        Ticker.whileShowing(this, this::show);
        show();
    }

    private void show() {
        JobHandle job = viewModel.downloadJobProperty().get();
        setVisible(job != null);
        setManaged(job != null);
        if (job == null) {
            return;
        }
        ProgressSnapshot progress = job.progress();
        boolean leaving = job.state() == JobState.CANCELLING;
        title.setText(
                leaving
                        ? strings.get("status.cancelling", job.title())
                        : progress.total() > 0
                                ? strings.get("status.progress", job.title(), progress.percent())
                                : job.title());
        bar.setProgress(progress.fraction());
        stage.setText(progress.stage());
        cancel.setDisable(leaving);
    }
}
