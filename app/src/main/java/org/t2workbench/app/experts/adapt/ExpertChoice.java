package org.t2workbench.app.experts.adapt;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.t2workbench.app.workbench.ExpertSummary;

/** An open expert, and whether the next search mixes it. FX thread only. */
public final class ExpertChoice {

    private final ExpertSummary expert;
    private final BooleanProperty chosen = new SimpleBooleanProperty();

    ExpertChoice(ExpertSummary expert, boolean chosen) {
        this.expert = expert;
        this.chosen.set(chosen && canMix(expert));
    }

    public ExpertSummary expert() {
        return expert;
    }

    public BooleanProperty chosenProperty() {
        return chosen;
    }

    /** Whether it has gains; a LoRA adapter has none and cannot take part. */
    public boolean canMix() {
        return canMix(expert);
    }

    private static boolean canMix(ExpertSummary expert) {
        return !Double.isNaN(expert.largestGainChange());
    }
}
