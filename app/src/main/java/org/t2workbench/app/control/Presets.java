package org.t2workbench.app.control;

import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;

/** A form that can be filled from presets. FX thread only. */
public interface Presets {

    /** The names of all presets. */
    List<String> presets();

    /** The name of the preset that the form was last filled from. */
    ReadOnlyStringProperty presetProperty();

    /** Whether anything differs from the preset that the preset decides. */
    ReadOnlyBooleanProperty changedProperty();

    /** Fills the form from a preset. */
    void choose(String presetName);
}
