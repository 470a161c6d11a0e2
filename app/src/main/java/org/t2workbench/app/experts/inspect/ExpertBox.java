package org.t2workbench.app.experts.inspect;

import javafx.beans.property.ObjectProperty;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.control.ComboBox;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.control.ChoiceWords;
import org.t2workbench.app.workbench.ExpertSummary;

/** Chooses one of the open experts by name. */
final class ExpertBox extends ComboBox<ExpertSummary> {

    private static final double WIDTH = 150;

    ExpertBox(String id, ObservableList<ExpertSummary> experts, ObjectProperty<@Nullable ExpertSummary> chosen) {
        super(experts);
        setId(id);
        setPrefWidth(WIDTH);
        setConverter(new ChoiceWords<>(ExpertSummary::name));
        setValue(chosen.get());
        chosen.addListener((property, before, now) -> setValue(now));
        // a list that is filled anew takes the value away for a moment
        experts.addListener((ListChangeListener<ExpertSummary>) change -> setValue(chosen.get()));
        valueProperty().addListener((property, before, now) -> {
            if (now != null) {
                chosen.set(now);
            }
        });
    }
}
