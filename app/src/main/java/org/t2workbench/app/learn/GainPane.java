package org.t2workbench.app.learn;

import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.chart.TokenBars;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.NextTokens;
import org.t2workbench.app.workbench.SpectrumCurves;

/** Step 4: one component, one gain, and all that follows. */
final class GainPane extends VBox {

    private static final double HEIGHT = 96;

    private final GainStep step;
    private final Strings strings;
    private final PixelPane before = new PixelPane("learn-gain-before", HEIGHT);
    private final PixelPane after = new PixelPane("learn-gain-after", HEIGHT);
    private final PixelPane change = new PixelPane("learn-gain-change", HEIGHT);
    private final Label sigma = LearnControls.reading("learn-gain-sigma");
    private final Label words = LearnControls.reading("learn-gain-words");
    private final TokenBars baseBars = new TokenBars("base");
    private final TokenBars changedBars = new TokenBars("adapted");

    GainPane(GainStep step, Strings strings) {
        super(10);
        this.step = step;
        this.strings = strings;
        sigma.getStyleClass().add("mono");
        NumberSlider component = NumberSlider.of(
                "learn-gain-component", strings.get("learn.component"), 0, last(step), step.componentProperty());
        step.context().matrixProperty().addListener((property, old, now) -> component.setHighest(last(step)));
        NumberSlider gain = NumberSlider.of(
                "learn-gain-gain",
                strings.get("learn.gain.gain"),
                GainStep.LOWEST,
                GainStep.HIGHEST,
                0.1,
                step.gainProperty(),
                value -> String.format(Locale.ROOT, "g = %.1f", value));
        getChildren()
                .setAll(
                        LearnControls.matrixChoice("learn-gain-matrix", step.context(), strings),
                        component,
                        gain,
                        sigma,
                        LearnControls.columns(
                                new double[] {33.3, 33.3, 33.4},
                                part("learn.gain.before", before),
                                part("learn.gain.after", after),
                                part("learn.gain.change", change)),
                        words,
                        LearnControls.columns(
                                new double[] {50, 50},
                                bars("learn.base", baseBars),
                                bars("learn.gain.changed", changedBars)));
        step.curvesProperty().addListener((property, old, now) -> showSigma());
        step.componentProperty().addListener((property, old, now) -> showSigma());
        step.gainProperty().addListener((property, old, now) -> showSigma());
        step.picturesProperty().addListener((property, old, now) -> showPictures(now));
        step.nextProperty().addListener((property, old, now) -> showNext(now));
    }

    private static int last(GainStep step) {
        MatrixSummary matrix = step.context().matrixProperty().get();
        return matrix == null ? 1 : matrix.rank() - 1;
    }

    private Node part(String title, PixelPane pixels) {
        return new VBox(4, LearnControls.small(strings.get(title)), pixels);
    }

    private Node bars(String title, TokenBars bars) {
        VBox body = new VBox(7, LearnControls.small(strings.get("learn.next")), bars);
        body.getStyleClass().add("card-body");
        return new Card(strings.get(title), body);
    }

    private void showSigma() {
        SpectrumCurves curves = step.curvesProperty().get();
        int i = step.componentProperty().get();
        if (curves == null || i >= curves.base().size()) {
            sigma.setText("");
            return;
        }
        double value = curves.base().get(i);
        double gain = step.gainProperty().get();
        sigma.setText(String.format(Locale.ROOT, "σ′[%d] = %.1f · %.3f = %.3f", i, gain, value, gain * value));
    }

    private void showPictures(@Nullable GreyPictures pictures) {
        if (pictures == null) {
            return;
        }
        before.show(pictures.before());
        after.show(pictures.after());
        change.show(pictures.change());
        words.setText(strings.get(
                "learn.gain.words", LearnControls.percent(pictures.numbers().relativeChange())));
        after.setAccessibleText(words.getText());
    }

    private void showNext(@Nullable NextTokens next) {
        baseBars.setBars(next == null ? List.of() : AnswerPane.bars(next.base()));
        changedBars.setBars(next == null ? List.of() : AnswerPane.bars(next.adapted()));
    }
}
