package org.t2workbench.app.learn;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.workbench.ComponentGains;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.SpectrumCurves;

/** Step 3: components turned off, in one matrix or in all, and what the model says then. FX thread only. */
public final class KeepStep implements LearnStep {

    /** Which side of k is turned off. */
    public enum Kept {
        FIRST,
        REST
    }

    private static final int START = 32;

    private final LearnContext context;
    private final BooleanProperty everywhere = new SimpleBooleanProperty(true);
    private final ObjectProperty<Kept> kept = new SimpleObjectProperty<>(Kept.FIRST);
    private final IntegerProperty components = new SimpleIntegerProperty(START);
    private final LiveAnswer<ComponentGains> answer;
    private final Latest<LearnContext.Look, SpectrumCurves> curves;
    private boolean active;

    KeepStep(LearnContext context) {
        this.context = context;
        this.answer = new LiveAnswer<>(
                context,
                (gains, token) -> context.session()
                        .learn()
                        .nextTokens(context.prompt(context.question()), gains, LiveAnswer.TOP, token),
                (gains, token) -> context.session()
                        .learn()
                        .compare(context.request(context.question(), MixtureSetting.NEUTRAL), gains, token));
        this.curves = context.curves();
        everywhere.addListener((property, before, now) -> ask());
        kept.addListener((property, before, now) -> ask());
        components.addListener((property, before, now) -> ask());
        context.matrixProperty().addListener((property, before, now) -> ask());
    }

    // Properties

    /** Whether all matrices are changed, or the chosen one alone. */
    public BooleanProperty everywhereProperty() {
        return everywhere;
    }

    public ObjectProperty<Kept> keptProperty() {
        return kept;
    }

    /** k. */
    public IntegerProperty componentsProperty() {
        return components;
    }

    /** σ of the chosen matrix, all of it. */
    public ReadOnlyObjectProperty<@Nullable SpectrumCurves> curvesProperty() {
        return curves.resultProperty();
    }

    /** Whether a component stays. */
    boolean keeps(int component) {
        return (component < components.get()) == (kept.get() == Kept.FIRST);
    }

    public LiveAnswer<ComponentGains> answer() {
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
        everywhere.set(true);
        kept.set(Kept.FIRST);
        components.set(START);
        context.chooseFirst();
    }

    private void ask() {
        MatrixSummary chosen = context.matrixProperty().get();
        if (!active || chosen == null) {
            return;
        }
        curves.ask(new LearnContext.Look(chosen.name(), MixtureSetting.NEUTRAL));
        String matrix = everywhere.get() ? "" : chosen.name();
        answer.ask(
                kept.get() == Kept.FIRST
                        ? ComponentGains.keepFirst(matrix, components.get())
                        : ComponentGains.dropFirst(matrix, components.get()));
    }
}
