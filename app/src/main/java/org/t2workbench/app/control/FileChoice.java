package org.t2workbench.app.control;

import javafx.beans.property.Property;
import javafx.collections.ObservableList;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;

/** Names and files to choose one of, files shown by their last part; as wide as there is room. FX thread only. */
public final class FileChoice extends ComboBox<String> {

    /**
     * @param chosen follows what is chosen here and is followed
     * @param none what stands here while nothing is chosen
     */
    public FileChoice(String id, ObservableList<String> items, Property<@Nullable String> chosen, String none) {
        super(items);
        setId(id);
        setMaxWidth(Double.MAX_VALUE);
        setButtonCell(new FileCell());
        setCellFactory(list -> new FileCell());
        setPromptText(none);
        valueProperty().addListener((property, before, now) -> {
            if (now != null) {
                chosen.setValue(now);
            }
        });
        chosen.addListener((property, before, now) -> setValue(now));
        setValue(chosen.getValue());
        HBox.setHgrow(this, Priority.ALWAYS);
    }
}
