package org.t2workbench.app.training;

import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.training.TrainingOption;

/** One setting in the form: what is written there, whether it counts now, and what is wrong with it. FX thread only. */
public final class FormField {

    private final TrainingOption option;
    private final StringProperty text = new SimpleStringProperty("");
    private final ReadOnlyBooleanWrapper applies = new ReadOnlyBooleanWrapper(true);
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

    FormField(TrainingOption option) {
        this.option = option;
    }

    /** Its name in files, and with dashes the end of its node's id. */
    public String key() {
        return option.key();
    }

    public String label() {
        return option.label();
    }

    /** What it does, and how the command line calls it. */
    public String help() {
        return option.help() + "\n" + option.flag();
    }

    public String unit() {
        return option.unit();
    }

    /** The values to choose from; empty where any may be written. */
    public List<String> choices() {
        return option.choices();
    }

    String group() {
        return option.group().label();
    }

    public StringProperty textProperty() {
        return text;
    }

    /** Whether the setting has an effect beside the others. */
    public ReadOnlyBooleanProperty appliesProperty() {
        return applies.getReadOnlyProperty();
    }

    /** One sentence, or empty. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    void setApplies(boolean now) {
        applies.set(now);
    }

    /** Whether the text means a value; the problem says why not. */
    boolean check() {
        try {
            option.parse(text.get());
            problem.set("");
            return true;
        } catch (InvalidInputException e) {
            problem.set(String.valueOf(e.getMessage()));
            return false;
        }
    }

    TrainingOption option() {
        return option;
    }
}
