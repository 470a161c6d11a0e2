package org.t2workbench.app.learn;

import java.util.List;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleDoubleProperty;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.SpectrumCurves;

/** Step 7: two experts, two α. FX thread only. */
public final class MixingStep implements LearnStep {

    private static final double FIRST = 0.6;
    private static final double SECOND = 0.3;

    private final LearnContext context;
    private final DoubleProperty first = new SimpleDoubleProperty(FIRST);
    private final DoubleProperty second = new SimpleDoubleProperty(SECOND);
    private final LiveAnswer<MixtureSetting> answer;
    private final Latest<LearnContext.Look, SpectrumCurves> curves;
    private boolean active;

    MixingStep(LearnContext context) {
        this.context = context;
        this.answer = context.mixtureAnswer();
        this.curves = context.curves();
        first.addListener((property, before, now) -> ask());
        second.addListener((property, before, now) -> ask());
        context.matrixProperty().addListener((property, before, now) -> look());
    }

    // Properties

    /** α of the first expert. */
    public DoubleProperty firstProperty() {
        return first;
    }

    /** α of the second expert. */
    public DoubleProperty secondProperty() {
        return second;
    }

    /** The two that are mixed: the sample's first and its last. Fewer where there are fewer. */
    public List<ExpertSummary> mixed() {
        List<ExpertSummary> all = context.experts();
        return all.size() < 2 ? List.copyOf(all) : List.of(all.get(0), all.get(Math.min(2, all.size() - 1)));
    }

    public MixtureSetting mixture() {
        List<ExpertSummary> experts = mixed();
        MixtureSetting mixture = MixtureSetting.NEUTRAL;
        if (!experts.isEmpty()) {
            mixture = mixture.with(experts.get(0).id(), first.get());
        }
        if (experts.size() > 1) {
            mixture = mixture.with(experts.get(1).id(), second.get());
        }
        return mixture;
    }

    /** σ and σ′ of the chosen matrix under the mixture. */
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
        answer.cancel();
        curves.cancel();
    }

    @Override
    public void reset() {
        first.set(FIRST);
        second.set(SECOND);
    }

    private void ask() {
        if (active) {
            answer.ask(mixture());
            look();
        }
    }

    private void look() {
        MatrixSummary matrix = context.matrixProperty().get();
        if (active && matrix != null) {
            curves.ask(new LearnContext.Look(matrix.name(), mixture()));
        }
    }
}
