package org.t2workbench.app.learn;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleIntegerProperty;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.workbench.ComponentGains;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.NextTokens;
import org.t2workbench.app.workbench.SpectrumCurves;

/** Step 4: one gain of one component: its singular value, the matrix, the next token. FX thread only. */
public final class GainStep implements LearnStep {

    /** The gains the slider goes to. */
    public static final double LOWEST = -2;

    public static final double HIGHEST = 4;

    private static final double START = 2.5;

    private final LearnContext context;
    private final IntegerProperty component = new SimpleIntegerProperty(0);
    private final DoubleProperty gain = new SimpleDoubleProperty(START);
    private final Latest<String, SpectrumCurves> curves;
    private final Latest<ComponentGains, GreyPictures> pictures;
    private final Latest<ComponentGains, NextTokens> next;
    private boolean active;

    GainStep(LearnContext context) {
        this.context = context;
        this.curves =
                context.shortly((name, token) -> context.session().spectra().spectrum(name, MixtureSetting.NEUTRAL));
        this.pictures = context.shortly((gains, token) ->
                GreyPictures.ofMatrix(context.session().learn().matrix(gains.matrix(), gains)));
        this.next = context.shortly((gains, token) ->
                context.session().learn().nextTokens(context.prompt(context.question()), gains, LiveAnswer.TOP, token));
        component.addListener((property, before, now) -> ask());
        gain.addListener((property, before, now) -> ask());
        context.matrixProperty().addListener((property, before, now) -> ask());
    }

    // Properties

    /** i, from 0. */
    public IntegerProperty componentProperty() {
        return component;
    }

    /** g of that component; all others keep 1. */
    public DoubleProperty gainProperty() {
        return gain;
    }

    public ReadOnlyObjectProperty<@Nullable SpectrumCurves> curvesProperty() {
        return curves.resultProperty();
    }

    public ReadOnlyObjectProperty<@Nullable GreyPictures> picturesProperty() {
        return pictures.resultProperty();
    }

    public ReadOnlyObjectProperty<@Nullable NextTokens> nextProperty() {
        return next.resultProperty();
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
        pictures.cancel();
        next.cancel();
    }

    @Override
    public void reset() {
        component.set(0);
        gain.set(START);
        context.chooseFirst();
    }

    private void ask() {
        MatrixSummary chosen = context.matrixProperty().get();
        if (!active || chosen == null) {
            return;
        }
        ComponentGains one = new ComponentGains(chosen.name(), component.get(), component.get() + 1, gain.get());
        curves.ask(chosen.name());
        pictures.ask(one);
        next.ask(one);
    }
}
