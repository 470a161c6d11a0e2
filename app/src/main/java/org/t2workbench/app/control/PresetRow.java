package org.t2workbench.app.control;

import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;
import org.t2workbench.app.i18n.Strings;

/** The line of a form in which its preset is chosen, and gone back to after changes. FX thread only. */
public final class PresetRow {

    private PresetRow() {}

    /**
     * @param width of the name
     * @param id of the list; the button's begins with it
     */
    public static FormRow of(double width, String id, String help, Presets form, Strings strings) {
        ComboBox<String> presets = new ComboBox<>();
        presets.setId(id);
        presets.getItems().setAll(form.presets());
        presets.setMaxWidth(Double.MAX_VALUE);
        presets.setValue(form.presetProperty().get());
        presets.valueProperty().addListener((property, before, now) -> {
            if (!now.equals(form.presetProperty().get())) {
                form.choose(now);
            }
        });
        form.presetProperty().addListener((property, before, now) -> presets.setValue(now));
        Button reset = new IconButton(
                id + "-reset",
                Feather.ROTATE_CCW,
                strings.get("train.preset.reset"),
                () -> form.choose(form.presetProperty().get()));
        reset.disableProperty().bind(form.changedProperty().not());
        HBox.setHgrow(presets, Priority.ALWAYS);
        return new FormRow(width, strings.get("train.preset"), help, presets, reset);
    }
}
