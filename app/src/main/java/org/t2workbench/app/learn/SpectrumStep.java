package org.t2workbench.app.learn;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.SpectrumCurves;
import org.t2workbench.core.spectrum.SpectrumMetrics;

/** Step 2: one matrix's singular values, and how much of it the first k hold. FX thread only. */
public final class SpectrumStep implements LearnStep {

    private static final int FIRST = 16;

    private final LearnContext context;
    private final IntegerProperty components = new SimpleIntegerProperty(FIRST);
    private final BooleanProperty logarithmic = new SimpleBooleanProperty();
    private final Latest<String, SpectrumCurves> curves;
    private final ReadOnlyObjectWrapper<@Nullable Spectrum> spectrum = new ReadOnlyObjectWrapper<>();
    private boolean active;

    /**
     * A spectrum and its figures.
     *
     * @param energy share of Σσ² in the first 1, 2, … components
     * @param sum share of Σσ in the first 1, 2, … components
     * @param effectiveRank Roy and Vetterli's; NaN where undefined
     */
    @SuppressWarnings("ArrayRecordComponent") // made once, never compared or written to
    public record Spectrum(SpectrumCurves curves, double[] energy, double[] sum, double effectiveRank) {}

    SpectrumStep(LearnContext context) {
        this.context = context;
        this.curves =
                context.shortly((name, token) -> context.session().spectra().spectrum(name, MixtureSetting.NEUTRAL));
        curves.resultProperty().addListener((property, before, now) -> spectrum.set(now == null ? null : of(now)));
        context.matrixProperty().addListener((property, before, now) -> ask());
    }

    private static Spectrum of(SpectrumCurves curves) {
        double[] sigma = curves.base().stream().mapToDouble(Double::doubleValue).toArray();
        double[] sum = new double[sigma.length];
        double reached = 0;
        for (int i = 0; i < sigma.length; i++) {
            reached += sigma[i];
            sum[i] = reached;
        }
        for (int i = 0; i < sum.length && reached > 0; i++) {
            sum[i] /= reached;
        }
        return new Spectrum(
                curves,
                SpectrumMetrics.cumulativeEnergy(sigma),
                sum,
                SpectrumMetrics.of(
                                sigma, curves.matrix().rows(), curves.matrix().columns())
                        .effectiveRank()
                        .orElse(Double.NaN));
    }

    // Properties

    /** k. */
    public IntegerProperty componentsProperty() {
        return components;
    }

    public BooleanProperty logarithmicProperty() {
        return logarithmic;
    }

    public ReadOnlyObjectProperty<@Nullable Spectrum> spectrumProperty() {
        return spectrum.getReadOnlyProperty();
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
    }

    @Override
    public void reset() {
        components.set(FIRST);
        logarithmic.set(false);
        context.chooseFirst();
    }

    private void ask() {
        MatrixSummary chosen = context.matrixProperty().get();
        if (active && chosen != null) {
            curves.ask(chosen.name());
        }
    }
}
