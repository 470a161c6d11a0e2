package org.t2workbench.app.experts;

import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.control.FormRow;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.dialog.FormDialog;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.ExportForm;

/** Sets an export up: what, in which form, where to; for a LoRA the rank with what it loses, as it is moved. */
final class ExportDialog {

    private static final double WIDTH = 560;
    private static final double LABEL = 90;
    private static final double NUMBER = 64;

    private final FormDialog dialog;
    private final ExportViewModel viewModel;
    private final Strings strings;

    /** @param selected the expert that may be exported by itself; null for none */
    ExportDialog(Window owner, ExportViewModel viewModel, @Nullable ExpertSummary selected, Strings strings) {
        this.viewModel = viewModel;
        this.strings = strings;
        dialog = new FormDialog(owner, "export", strings.get("export.title"), content(selected))
                .doing("export-write", strings.get("export.write"), viewModel.ready(), viewModel::export)
                .afterwards(viewModel::end);
    }

    void show() {
        dialog.show();
    }

    private VBox content(@Nullable ExpertSummary selected) {
        Segments<ExportForm> forms = new Segments<>(viewModel.formProperty().get());
        forms.setId("export-form");
        forms.add(ExportForm.LORA, strings.get("export.lora"), "");
        forms.add(ExportForm.MODEL, strings.get("export.model"), "");
        forms.add(ExportForm.GGUF, strings.get("export.gguf"), "");
        forms.add(ExportForm.EXPERT, strings.get("export.expert"), "");
        forms.valueProperty().bindBidirectional(viewModel.formProperty());
        HBox.setHgrow(forms, Priority.ALWAYS);
        Label explained = FormDialog.explanation("export-explained");
        explained
                .textProperty()
                .bind(Bindings.createStringBinding(
                        () -> explanation(viewModel.formProperty().get()), viewModel.formProperty()));
        VBox box = new VBox(
                10,
                new FormRow(LABEL, strings.get("export.what"), strings.get("export.what.help"), what(selected)),
                new FormRow(LABEL, strings.get("export.form"), strings.get("export.form.help"), forms),
                explained,
                rank(),
                new FormRow(LABEL, strings.get("export.target"), strings.get("export.target.help"), target()),
                replace());
        box.setPrefWidth(WIDTH);
        return box;
    }

    private String explanation(ExportForm form) {
        return strings.get(
                switch (form) {
                    case LORA -> "export.lora.text";
                    case MODEL -> "export.model.text";
                    case GGUF -> "export.gguf.text";
                    case EXPERT -> "export.expert.text";
                });
    }

    private Node what(@Nullable ExpertSummary selected) {
        Label sliders = new Label(viewModel.mixtureText());
        sliders.setId("export-what");
        if (selected == null) {
            return sliders;
        }
        Segments<Boolean> which = new Segments<>(viewModel.aloneProperty().get() != null);
        which.setId("export-which");
        which.add(false, strings.get("export.sliders"), viewModel.mixtureText());
        which.add(true, strings.get("export.alone", selected.name()), "");
        which.valueProperty()
                .addListener(
                        (property, before, now) -> viewModel.aloneProperty().set(now ? selected : null));
        sliders.visibleProperty().bind(which.valueProperty().isEqualTo(false));
        sliders.getStyleClass().add("muted");
        HBox row = new HBox(10, which, sliders);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private Node rank() {
        Slider slider = new Slider(1, 2, 1);
        slider.setId("export-rank");
        slider.setBlockIncrement(1);
        HBox.setHgrow(slider, Priority.ALWAYS);
        TextField number = new TextField();
        number.setId("export-rank-number");
        number.getStyleClass().addAll("mono", "number");
        number.setMinWidth(NUMBER);
        number.setMaxWidth(NUMBER);
        viewModel.planProperty().addListener((property, before, now) -> showRange(slider));
        showRange(slider);
        slider.valueProperty()
                .addListener(
                        (property, before, now) -> viewModel.rankProperty().set((int) Math.round(now.doubleValue())));
        viewModel.rankProperty().addListener((property, before, now) -> {
            slider.setValue(now.intValue());
            number.setText(now.toString());
        });
        number.setText(Integer.toString(viewModel.rankProperty().get()));
        number.setOnAction(event -> enter(number));
        number.focusedProperty().addListener((property, before, now) -> {
            if (!now) {
                enter(number);
            }
        });
        Label error = new Label();
        error.setId("export-error");
        error.getStyleClass().add("figure");
        error.textProperty().bind(viewModel.error());
        Label note = new Label();
        note.setId("export-error-note");
        note.getStyleClass().add("small-note");
        note.setWrapText(true);
        note.textProperty().bind(viewModel.errorNote());
        VBox box = new VBox(
                6,
                new FormRow(LABEL, strings.get("export.rank"), strings.get("export.rank.help"), slider, number),
                error,
                note);
        box.visibleProperty().bind(viewModel.formProperty().isEqualTo(ExportForm.LORA));
        box.managedProperty().bind(box.visibleProperty());
        box.managedProperty()
                .addListener(
                        (property, before, now) -> box.getScene().getWindow().sizeToScene());
        return box;
    }

    private void showRange(Slider slider) {
        int full = viewModel.fullRank();
        slider.setDisable(full < 2);
        if (full > 0) {
            slider.setMax(full);
            slider.setValue(viewModel.rankProperty().get());
        }
    }

    /** What is no rank is put back to the one that holds. */
    private void enter(TextField number) {
        String text = number.getText().strip();
        if (text.matches("\\d{1,6}") && Integer.parseInt(text) >= 1) {
            int full = viewModel.fullRank();
            viewModel.rankProperty().set(full > 0 ? Math.min(full, Integer.parseInt(text)) : Integer.parseInt(text));
        }
        number.setText(Integer.toString(viewModel.rankProperty().get()));
    }

    private Node target() {
        Label path = new Label();
        path.setId("export-target");
        path.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(path, Priority.ALWAYS);
        path.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> {
                            Object chosen = viewModel.targetProperty().get();
                            return chosen == null ? strings.get("export.target.none") : chosen.toString();
                        },
                        viewModel.targetProperty()));
        Button choose = new Button(strings.get("export.choose"), new FontIcon(Feather.FOLDER));
        choose.setId("export-choose");
        choose.setMinWidth(Region.USE_PREF_SIZE);
        choose.setOnAction(event -> viewModel.chooseTarget());
        HBox row = new HBox(10, path, choose);
        row.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(row, Priority.ALWAYS);
        return row;
    }

    private Node replace() {
        CheckBox box = new CheckBox(strings.get("export.replace"));
        box.setId("export-replace");
        box.selectedProperty().bindBidirectional(viewModel.replaceProperty());
        box.visibleProperty()
                .bind(viewModel
                        .formProperty()
                        .isEqualTo(ExportForm.LORA)
                        .or(viewModel.formProperty().isEqualTo(ExportForm.MODEL)));
        return box;
    }
}
