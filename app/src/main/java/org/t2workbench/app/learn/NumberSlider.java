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

    private NumberSlider(String id, String name, double lowest, double highest, double step) {
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
        value.setAlignment(Pos.CENTER_RIGHT);
        getChildren().setAll(label, slider, value);
    }

    /** Whole numbers, shown beside the highest one. */
    static NumberSlider of(String id, String name, int lowest, int highest, IntegerProperty property) {
        NumberSlider made = new NumberSlider(id, name, lowest, highest, 1);
        made.slider.setValue(property.get());
        made.slider
                .valueProperty()
                .addListener((observable, before, now) -> property.set((int) Math.round(now.doubleValue())));
        Runnable show = () -> {
            if (Math.round(made.slider.getValue()) != property.get()) {
                made.slider.setValue(property.get());
            }
            made.value.setText(property.get() + " / " + Math.round(made.slider.getMax()));
        };
        property.addListener((observable, before, now) -> show.run());
        made.slider.maxProperty().addListener((observable, before, now) -> show.run());
        show.run();
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
        NumberSlider made = new NumberSlider(id, name, lowest, highest, step);
        made.slider.setValue(property.get());
        made.slider
                .valueProperty()
                .addListener((observable, before, now) -> property.set(Math.rint(now.doubleValue() / step) * step));
        Runnable show = () -> {
            if (Math.abs(made.slider.getValue() - property.get()) > step / 2) {
                made.slider.setValue(property.get());
            }
            made.value.setText(words.apply(property.get()));
        };
        property.addListener((observable, before, now) -> show.run());
        show.run();
        return made;
    }

    /** How far it goes up; a value above that comes down to it. */
    void setHighest(double highest) {
        slider.setMax(highest);
    }
}
