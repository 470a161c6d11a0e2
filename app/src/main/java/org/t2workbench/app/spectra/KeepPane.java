package org.t2workbench.app.spectra;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.controlsfx.control.RangeSlider;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.staging.GradualRow;
import org.t2workbench.app.workbench.KeepRequest;

/** Which components stay. */
final class KeepPane {

    private final KeepViewModel viewModel;
    private final Strings strings;
    private final Slider slider = new Slider();
    private final RangeSlider range = new RangeSlider();
    private final Label count = new Label();
    private final HBox node;
    private boolean showing;

    KeepPane(KeepViewModel viewModel, Strings strings) {
        this.viewModel = viewModel;
        this.strings = strings;
        Segments<KeepViewModel.Mode> mode = new Segments<>(KeepViewModel.Mode.ALL);
        mode.setId("keep-mode");
        mode.getStyleClass().add("small");
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
        scope.getStyleClass().add("small");
        scope.add(
                KeepRequest.Scope.MATRIX,
                strings.get("spectra.keep.matrix"),
                strings.get("spectra.keep.matrix.tooltip"));
        scope.add(KeepRequest.Scope.KIND, strings.get("spectra.keep.kind"), strings.get("spectra.keep.kind.tooltip"));
        scope.add(KeepRequest.Scope.ALL, strings.get("spectra.keep.every"), strings.get("spectra.keep.every.tooltip"));
        scope.valueProperty().bindBidirectional(viewModel.scopeProperty());
        slider.setId("keep-slider");
        slider.setTooltip(new Tooltip(strings.get("spectra.keep.slider.tooltip")));
        slider.setAccessibleText(strings.get("spectra.below.keep"));
        range.setId("keep-range");
        range.setTooltip(new Tooltip(strings.get("spectra.keep.range.tooltip")));
        range.setAccessibleText(strings.get("spectra.keep.band.tooltip"));
        range.setBlockIncrement(1);
        HBox.setHgrow(slider, Priority.ALWAYS);
        HBox.setHgrow(range, Priority.ALWAYS);
        count.setId("keep-count");
        count.getStyleClass().add("mono");
        count.setMinWidth(Region.USE_PREF_SIZE);
        node = new GradualRow(10, mode, scope, slider, range, count);
        node.setAlignment(Pos.CENTER_LEFT);

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
        // as many may stay of a matrix of another rank: then only the end of the slider moves
        viewModel.rankProperty().addListener((property, before, now) -> showAmount());
        showAmount();
    }

    Node node() {
        return node;
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
}
