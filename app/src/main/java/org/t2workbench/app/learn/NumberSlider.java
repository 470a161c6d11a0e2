package org.t2workbench.app.learn;

import java.util.function.DoubleFunction;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.IntegerProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** A slider with its name before it and its value behind it; the arrow keys move it by one step. */
final class NumberSlider extends HBox {

    private static final double VALUE = 96;

    private final Slider slider = new Slider();
    private final Label value = new Label();

    private NumberSlider(
            String id, String name, double lowest, double highest, double step, DoubleFunction<String> words) {
        super(10);
        setAlignment(Pos.CENTER_LEFT);
        slider.setId(id);
        slider.setMin(lowest);
        slider.setMax(highest);
        slider.setBlockIncrement(step);
        slider.setAccessibleText(name);
        slider.setMinWidth(120);
        HBox.setHgrow(slider, Priority.ALWAYS);
        Label label = new Label(name);
        label.getStyleClass().add("muted");
        label.setMinWidth(Region.USE_PREF_SIZE);
        label.setLabelFor(slider);
        value.setId(id + "-value");
        value.getStyleClass().add("mono");
        value.setMinWidth(VALUE);
        slider.valueProperty().addListener((property, before, now) -> value.setText(words.apply(now.doubleValue())));
        getChildren().setAll(label, slider, value);
    }

    static NumberSlider of(String id, String name, int lowest, int highest, IntegerProperty property) {
        NumberSlider made = new NumberSlider(id, name, lowest, highest, 1, at -> Math.round(at) + " / " + highest);
        made.slider
                .valueProperty()
                .addListener((observable, before, now) -> property.set((int) Math.round(now.doubleValue())));
        property.addListener((observable, before, now) -> {
            if (Math.round(made.slider.getValue()) != now.intValue()) {
                made.slider.setValue(now.intValue());
            }
        });
        made.begin(property.get());
        return made;
    }

    static NumberSlider of(
            String id,
            String name,
            double lowest,
            double highest,
            double step,
            DoubleProperty property,
            DoubleFunction<String> words) {
        NumberSlider made = new NumberSlider(id, name, lowest, highest, step, words);
        made.slider
                .valueProperty()
                .addListener((observable, before, now) -> property.set(Math.rint(now.doubleValue() / step) * step));
        property.addListener((observable, before, now) -> {
            if (Math.abs(made.slider.getValue() - now.doubleValue()) > step / 2) {
                made.slider.setValue(now.doubleValue());
            }
        });
        made.value.textProperty().unbind();
        property.addListener((observable, before, now) -> made.value.setText(words.apply(now.doubleValue())));
        made.begin(property.get());
        made.value.setText(words.apply(property.get()));
        return made;
    }

    private void begin(double at) {
        slider.setValue(slider.getMax());
        slider.setValue(at);
    }

    /** How far it goes up. */
    void setHighest(double highest) {
        slider.setMax(highest);
    }
}
