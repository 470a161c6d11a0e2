package org.t2workbench.app.learn;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.SpectrumCurves;

/** Step 5: an expert's gains, and the answer with it on and off. FX thread only. */
public final class ExpertStep implements LearnStep {

    private final LearnContext context;
    private final BooleanProperty on = new SimpleBooleanProperty();
    private final Latest<LearnContext.Look, SpectrumCurves> curves;
    private final LiveAnswer<MixtureSetting> answer;
    private boolean active;

    ExpertStep(LearnContext context) {
        this.context = context;
        this.curves = context.curves();
        this.answer = context.mixtureAnswer();
        on.addListener((property, before, now) -> ask());
        context.matrixProperty().addListener((property, before, now) -> ask());
        context.expertProperty().addListener((property, before, now) -> ask());
    }

    // Properties

    /** Whether the answer is given with the expert. */
    public BooleanProperty onProperty() {
        return on;
    }

    /** σ and σ' of the chosen matrix under the chosen expert, on or off. */
    public ReadOnlyObjectProperty<@Nullable SpectrumCurves> curvesProperty() {
        return curves.resultProperty();
    }

    public LiveAnswer<MixtureSetting> answer() {
        return answer;
    }

    public LearnContext context() {
        return context;
    }

    // Commands

    @Override
    public void activate() {
        active = true;
        ask();
    }

    @Override
    public void deactivate() {
        active = false;
        curves.cancel();
        answer.cancel();
    }

    @Override
    public void reset() {
        on.set(false);
        context.chooseFirst();
    }

    private void ask() {
        MatrixSummary matrix = context.matrixProperty().get();
        ExpertSummary expert = context.expertProperty().get();
        if (!active || matrix == null || expert == null) {
            return;
        }
        MixtureSetting whole = MixtureSetting.NEUTRAL.with(expert.id(), 1);
        curves.ask(new LearnContext.Look(matrix.name(), whole));
        answer.ask(on.get() ? whole : MixtureSetting.NEUTRAL);
    }
}
