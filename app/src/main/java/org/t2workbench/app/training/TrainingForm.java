package org.t2workbench.app.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.control.Presets;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.training.TrainingOptions;
import org.t2workbench.core.training.TrainingPreset;
import org.t2workbench.core.training.TrainingSettings;

/** The settings of the next run as they are written in the form. FX thread only. */
public final class TrainingForm implements Presets {

    /** What most people change, in this order; the rest stands in its groups. */
    private static final List<String> BASIC = List.of(
            "method", "adapter", "matrices", "iterations", "prompts", "samples", "learning_rate", "kl_coefficient");

    private static final Set<String> BASIC_KEYS = Set.copyOf(BASIC);

    private final Map<String, FormField> fields = new LinkedHashMap<>();
    private final ReadOnlyStringWrapper preset = new ReadOnlyStringWrapper(TrainingPreset.DEFAULT);
    private final ReadOnlyObjectWrapper<@Nullable TrainingSettings> settings = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper changed = new ReadOnlyBooleanWrapper();
    private boolean filling;

    TrainingForm() {
        TrainingOptions.all().forEach(option -> {
            FormField field = new FormField(option);
            fields.put(option.key(), field);
            field.textProperty().addListener((property, before, now) -> textChanged());
        });
        choose(preset.get());
    }

    // Properties

    /** What is always in sight. */
    public List<FormField> basic() {
        return BASIC.stream().map(this::field).toList();
    }

    /** The rest, by the heading it stands under. */
    public Map<String, List<FormField>> groups() {
        Map<String, List<FormField>> groups = new LinkedHashMap<>();
        for (FormField field : fields.values()) {
            if (!BASIC_KEYS.contains(field.key())) {
                groups.computeIfAbsent(field.group(), heading -> new ArrayList<>())
                        .add(field);
            }
        }
        return groups;
    }

    FormField field(String key) {
        FormField field = fields.get(key);
        if (field == null) {
            throw new IllegalArgumentException("no field " + key);
        }
        return field;
    }

    /** The names of all presets. */
    @Override
    public List<String> presets() {
        return TrainingPreset.all().stream().map(TrainingPreset::name).toList();
    }

    /** What a preset is. */
    public String describe(String presetName) {
        return TrainingPreset.of(presetName).description();
    }

    /** The name of the preset that the form was last filled from. */
    @Override
    public ReadOnlyStringProperty presetProperty() {
        return preset.getReadOnlyProperty();
    }

    /** Whether anything differs from the preset. */
    @Override
    public ReadOnlyBooleanProperty changedProperty() {
        return changed.getReadOnlyProperty();
    }

    /** What the form means, or null while something in it is wrong. */
    public ReadOnlyObjectProperty<@Nullable TrainingSettings> settingsProperty() {
        return settings.getReadOnlyProperty();
    }

    /** What is wrong in one sentence, or empty. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    // Commands

    /** Fills the form from a preset. */
    @Override
    public void choose(String presetName) {
        preset.set(presetName);
        fill(TrainingSettings.of(TrainingPreset.of(presetName)));
    }

    /** Fills the form with settings, those of a run for instance. */
    void fill(TrainingSettings given) {
        filling = true;
        fields.values().forEach(field -> field.textProperty().set(given.text(field.key())));
        filling = false;
        textChanged();
    }

    private void textChanged() {
        if (filling) {
            return;
        }
        boolean legible = true;
        Map<String, String> texts = new LinkedHashMap<>();
        for (FormField field : fields.values()) {
            legible &= field.check();
            texts.put(field.key(), field.textProperty().get());
        }
        TrainingSettings made = null;
        String wrong = "";
        if (legible) {
            try {
                made = TrainingSettings.of(TrainingPreset.of(preset.get()), texts);
            } catch (InvalidInputException e) {
                wrong = String.valueOf(e.getMessage());
            }
        } else {
            wrong = fields.values().stream()
                    .map(field -> field.problemProperty().get())
                    .filter(sentence -> !sentence.isEmpty())
                    .findFirst()
                    .orElse("");
        }
        problem.set(wrong);
        settings.set(made);
        if (made != null) {
            TrainingSettings now = made;
            fields.values().forEach(field -> field.setApplies(field.option().appliesTo(now)));
            changed.set(!now.equals(TrainingSettings.of(TrainingPreset.of(preset.get()))));
        }
    }
}
