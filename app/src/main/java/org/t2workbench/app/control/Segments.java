package org.t2workbench.app.control;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** A row of joined buttons of which exactly one is chosen. */
public final class Segments<T> extends HBox {

    private final ObjectProperty<T> value;
    private final ToggleGroup group = new ToggleGroup();
    private final Map<T, ToggleButton> buttons = new LinkedHashMap<>();

    public Segments(T initial) {
        value = new SimpleObjectProperty<>(initial);
        getStyleClass().add("segments");
        setMinWidth(Region.USE_PREF_SIZE);
        setMaxHeight(Region.USE_PREF_SIZE);
        group.selectedToggleProperty().addListener((property, before, now) -> {
            if (now == null) {
                group.selectToggle(before);
            }
        });
        value.addListener((property, before, now) -> show(now));
    }

    /** @param tooltip what the choice does; empty for none */
    public Segments<T> add(T choice, String text, String tooltip) {
        ToggleButton button = new ToggleButton(text);
        button.setToggleGroup(group);
        button.getStyleClass().add("segment");
        button.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(button, Priority.ALWAYS);
        button.setOnAction(event -> value.set(choice));
        if (!tooltip.isEmpty()) {
            button.setTooltip(new Tooltip(tooltip));
        }
        buttons.put(choice, button);
        getChildren().add(button);
        int last = getChildren().size() - 1;
        for (int i = 0; i <= last; i++) {
            getChildren().get(i).getStyleClass().removeAll("first", "last");
            if (i == 0) {
                getChildren().get(i).getStyleClass().add("first");
            }
            if (i == last) {
                getChildren().get(i).getStyleClass().add("last");
            }
        }
        show(value.get());
        return this;
    }

    public ObjectProperty<T> valueProperty() {
        return value;
    }

    private void show(T choice) {
        ToggleButton button = buttons.get(choice);
        if (button != null) {
            button.setSelected(true);
        }
    }
}
