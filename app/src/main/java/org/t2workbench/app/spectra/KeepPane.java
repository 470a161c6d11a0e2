package org.t2workbench.app.spectra;

import java.util.Locale;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.RangeSlider;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.KeepReport;
import org.t2workbench.app.workbench.KeepRequest;

/** Which components stay, and what the model then says. */
final class KeepPane {

    private final KeepViewModel viewModel;
    private final Strings strings;
    private final Slider slider = new Slider();
    private final RangeSlider range = new RangeSlider();
    private final Label count = new Label();
    private final Label answer = new Label();
    private final Label perplexity = new Label();
    private final VBox node;
    private boolean showing;

    KeepPane(KeepViewModel viewModel, Strings strings) {
        this.viewModel = viewModel;
        this.strings = strings;
        Segments<KeepViewModel.Mode> mode = new Segments<>(KeepViewModel.Mode.ALL);
        mode.setId("keep-mode");
        mode.add(KeepViewModel.Mode.ALL, strings.get("spectra.keep.all"), strings.get("spectra.keep.all.tooltip"));
        mode.add(KeepViewModel.Mode.TOP, strings.get("spectra.keep.top"), strings.get("spectra.keep.top.tooltip"));
        mode.add(
                KeepViewModel.Mode.BOTTOM,
                strings.get("spectra.keep.bottom"),
                strings.get("spectra.keep.bottom.tooltip"));
        mode.add(KeepViewModel.Mode.BAND, strings.get("spectra.keep.band"), strings.get("spectra.keep.band.tooltip"));
        mode.valueProperty().bindBidirectional(viewModel.modeProperty());
        Segments<KeepRequest.Scope> scope = new Segments<>(KeepRequest.Scope.MATRIX);
        scope.setId("keep-scope");
        scope.add(
                KeepRequest.Scope.MATRIX,
                strings.get("spectra.keep.matrix"),
                strings.get("spectra.keep.matrix.tooltip"));
        scope.add(KeepRequest.Scope.KIND, strings.get("spectra.keep.kind"), strings.get("spectra.keep.kind.tooltip"));
        scope.add(KeepRequest.Scope.ALL, strings.get("spectra.keep.every"), strings.get("spectra.keep.every.tooltip"));
        scope.valueProperty().bindBidirectional(viewModel.scopeProperty());
        slider.setId("keep-slider");
        slider.setTooltip(new Tooltip(strings.get("spectra.keep.slider.tooltip")));
        range.setId("keep-range");
        HBox.setHgrow(slider, Priority.ALWAYS);
        HBox.setHgrow(range, Priority.ALWAYS);
        count.setId("keep-count");
        count.getStyleClass().add("mono");
        count.setMinWidth(Region.USE_PREF_SIZE);
        HBox choices = new HBox(10, mode, scope);
        choices.setAlignment(Pos.CENTER_LEFT);
        HBox amount = new HBox(10, slider, range, count);
        amount.setAlignment(Pos.CENTER_LEFT);
        answer.setId("keep-answer");
        answer.getStyleClass().add("mono");
        answer.setMaxWidth(Double.MAX_VALUE);
        perplexity.setId("keep-perplexity");
        perplexity.setMinWidth(Region.USE_PREF_SIZE);
        GridPane texts = new GridPane();
        texts.setHgap(10);
        texts.setVgap(6);
        texts.addRow(0, muted("spectra.keep.prompt"), field("keep-prompt", viewModel.promptProperty()));
        texts.addRow(1, muted("spectra.keep.answer"), answer);
        texts.addRow(2, muted("spectra.keep.text"), field("keep-text", viewModel.textProperty()), perplexity);
        GridPane.setColumnSpan(texts.getChildren().get(1), 2);
        GridPane.setColumnSpan(answer, 2);
        node = new VBox(8, choices, amount, texts);
        node.getStyleClass().add("edit-pane");
        node.setMinHeight(Region.USE_PREF_SIZE);

        slider.valueProperty().addListener((property, before, now) -> {
            if (!showing) {
                viewModel.countProperty().set((int) Math.round(now.doubleValue()));
            }
        });
        range.lowValueProperty().addListener((property, before, now) -> rangeMoved());
        range.highValueProperty().addListener((property, before, now) -> rangeMoved());
        viewModel.modeProperty().addListener((property, before, now) -> showAmount());
        viewModel.countProperty().addListener((property, before, now) -> showAmount());
        viewModel.firstProperty().addListener((property, before, now) -> showAmount());
        viewModel.reportProperty().addListener((property, before, now) -> showReport(now));
        viewModel.problemProperty().addListener((property, before, now) -> showReport(null));
        viewModel
                .busyProperty()
                .addListener((property, before, now) ->
                        showReport(viewModel.reportProperty().get()));
        showAmount();
        showReport(viewModel.reportProperty().get());
    }

    Node node() {
        return node;
    }

    private Label muted(String key) {
        Label label = new Label(strings.get(key));
        label.getStyleClass().add("muted");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    private static TextField field(String id, StringProperty text) {
        TextField field = new TextField();
        field.setId(id);
        field.textProperty().bindBidirectional(text);
        GridPane.setHgrow(field, Priority.ALWAYS);
        return field;
    }

    private void rangeMoved() {
        if (!showing) {
            int first = (int) Math.round(range.getLowValue());
            viewModel.firstProperty().set(first);
            viewModel.countProperty().set((int) Math.round(range.getHighValue()) - first);
        }
    }

    private void showAmount() {
        showing = true;
        int rank = viewModel.rank();
        KeepViewModel.Mode mode = viewModel.modeProperty().get();
        slider.setMax(rank);
        slider.setValue(
                mode == KeepViewModel.Mode.ALL
                        ? rank
                        : viewModel.countProperty().get());
        slider.setBlockIncrement(1);
        slider.setDisable(mode == KeepViewModel.Mode.ALL);
        range.setMax(rank);
        range.setHighValue(
                viewModel.firstProperty().get() + viewModel.countProperty().get());
        range.setLowValue(viewModel.firstProperty().get());
        slider.setVisible(mode != KeepViewModel.Mode.BAND);
        slider.setManaged(mode != KeepViewModel.Mode.BAND);
        range.setVisible(mode == KeepViewModel.Mode.BAND);
        range.setManaged(mode == KeepViewModel.Mode.BAND);
        int kept = Math.max(0, viewModel.lastKept() - viewModel.firstKept() + 1);
        count.setText(strings.get("spectra.keep.count", String.valueOf(kept), String.valueOf(rank)));
        showing = false;
    }

    private void showReport(@Nullable KeepReport report) {
        if (report == null) {
            answer.setText(viewModel.problemProperty().get());
            perplexity.setText("");
            return;
        }
        answer.setText(report.answer().strip().replace("\n", " ⏎ "));
        answer.setTooltip(report.answer().isBlank() ? null : new Tooltip(report.answer()));
        answer.setOpacity(viewModel.busyProperty().get() ? 0.6 : 1);
        perplexity.setText(
                strings.get("spectra.keep.perplexity", number(report.perplexity()), number(report.basePerplexity())));
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, value < 1000 ? "%.2f" : "%.3g", value) : "n/a";
    }
}
