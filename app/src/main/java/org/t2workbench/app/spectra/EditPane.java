package org.t2workbench.app.spectra;

import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.chart.SpectrumChart;
import org.t2workbench.app.control.IconButton;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.staging.GradualRow;

/** The commands on the brushed band, and the edit as an expert. */
final class EditPane {

    private static final double NUMBER = 64;
    private static final double NAME = 110;

    private final EditViewModel viewModel;
    private final Strings strings;
    private final SpectrumChart chart;
    private final Label band = new Label();
    private final TextField gain = new TextField("0.5");
    private final VBox node;

    EditPane(EditViewModel viewModel, SpectrumChart chart, Strings strings) {
        this.viewModel = viewModel;
        this.strings = strings;
        this.chart = chart;
        viewModel.bandProperty().bindBidirectional(chart.bandProperty());
        ToggleButton brush = new ToggleButton(strings.get("spectra.edit.brush"), new FontIcon(Feather.EDIT_3));
        brush.setId("edit-brush");
        brush.setTooltip(new Tooltip(strings.get("spectra.edit.brush.tooltip")));
        brush.selectedProperty().bindBidirectional(chart.brushingProperty());
        band.setId("edit-band");
        band.getStyleClass().add("mono");
        HBox.setHgrow(band, Priority.ALWAYS);
        band.setMaxWidth(Double.MAX_VALUE);
        IconButton undo =
                new IconButton("edit-undo", Feather.CORNER_UP_LEFT, strings.get("spectra.edit.undo"), viewModel::undo);
        undo.disableProperty().bind(viewModel.undoableProperty().not());
        IconButton redo =
                new IconButton("edit-redo", Feather.CORNER_UP_RIGHT, strings.get("spectra.edit.redo"), viewModel::redo);
        redo.disableProperty().bind(viewModel.redoableProperty().not());
        HBox first = new GradualRow(8, brush, band, undo, redo);
        first.setAlignment(Pos.CENTER_LEFT);

        gain.setId("edit-gain");
        gain.setPrefWidth(NUMBER);
        gain.setMinWidth(NUMBER);
        gain.setTooltip(new Tooltip(strings.get("spectra.edit.gain.tooltip")));
        gain.setOnAction(event -> set());
        Label gainName = new Label(strings.get("spectra.edit.gain"));
        gainName.getStyleClass().add("muted");
        gainName.setMinWidth(Region.USE_PREF_SIZE);
        gainName.setLabelFor(gain);
        Button set = command("edit-set", "spectra.edit.set", "spectra.edit.set.tooltip", this::set);
        Button scale = command("edit-scale", "spectra.edit.scale", "spectra.edit.scale.tooltip", this::scale);
        Button off = command("edit-off", "spectra.edit.off", "spectra.edit.off.tooltip", viewModel::switchOff);
        Button reset =
                command("edit-reset", "spectra.edit.reset", "spectra.edit.reset.tooltip", viewModel::resetMatrix);
        reset.disableProperty().unbind();
        reset.setDisable(false);
        HBox second = new HBox(8, gainName, gain, set, scale, off, reset);
        second.setAlignment(Pos.CENTER_LEFT);

        Label nameLabel = new Label(strings.get("spectra.edit.name"));
        nameLabel.getStyleClass().add("muted");
        nameLabel.setMinWidth(Region.USE_PREF_SIZE);
        TextField name = new TextField();
        name.setId("edit-name");
        nameLabel.setLabelFor(name);
        name.setPrefWidth(NAME);
        name.setMinWidth(NAME);
        name.textProperty().bindBidirectional(viewModel.nameProperty());
        Button save = new Button(strings.get("spectra.edit.save"));
        save.setId("edit-save");
        save.setMinWidth(Region.USE_PREF_SIZE);
        save.setTooltip(new Tooltip(strings.get("spectra.edit.save.tooltip")));
        save.setOnAction(event -> viewModel.save());
        save.disableProperty()
                .bind(viewModel
                        .editProperty()
                        .map(edit -> edit.isNeutral())
                        .flatMap(neutral -> viewModel.nameProperty().map(text -> neutral || text.isBlank())));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        second.getChildren().addAll(gap, nameLabel, name, save);
        node = new VBox(8, first, second);
        node.setMinHeight(Region.USE_PREF_SIZE);
        viewModel.bandProperty().addListener((property, before, now) -> showBand(now));
        showBand(null);
    }

    Node node() {
        return node;
    }

    private Button command(String id, String text, String tooltip, Runnable action) {
        Button button = new Button(strings.get(text));
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setTooltip(new Tooltip(strings.get(tooltip)));
        button.setOnAction(event -> action.run());
        button.disableProperty().bind(viewModel.bandProperty().isNull());
        return button;
    }

    private void set() {
        double value = number();
        if (EditViewModel.isGain(value)) {
            viewModel.set(value);
        }
    }

    private void scale() {
        double value = number();
        if (EditViewModel.isGain(value)) {
            viewModel.scale(value);
        }
    }

    /** NaN, and the field marked, where no number stands. */
    private double number() {
        double value;
        try {
            value = Double.parseDouble(gain.getText().strip().replace(',', '.'));
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        gain.pseudoClassStateChanged(PseudoClass.getPseudoClass("danger"), !EditViewModel.isGain(value));
        return value;
    }

    private void showBand(SpectrumChart.@Nullable Band marked) {
        band.setText(
                marked == null
                        ? strings.get(
                                chart.brushingProperty().get() ? "spectra.edit.band.drag" : "spectra.edit.band.none")
                        : strings.get(
                                "spectra.edit.band",
                                String.format(Locale.ROOT, "%d", marked.first()),
                                String.format(Locale.ROOT, "%d", marked.last()),
                                String.format(Locale.ROOT, "%d", marked.last() - marked.first() + 1)));
    }
}
