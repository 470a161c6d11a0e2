package org.t2workbench.app.learn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.chart.SpectrumChart;
import org.t2workbench.app.chart.SpectrumData;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.workbench.SpectrumCurves;

/** Step 5: an expert's gains in one matrix, and what it makes of the answer. */
final class ExpertPane extends VBox {

    private static final double HEIGHT = 186;

    private final Strings strings;
    private final SpectrumChart spectrum;
    private final GainsChart gains;
    private final Label words = LearnControls.reading("learn-expert-words");

    ExpertPane(ExpertStep step, Theme theme, Strings strings) {
        super(10);
        this.strings = strings;
        spectrum = new SpectrumChart(theme.palette());
        spectrum.setId("learn-expert-spectrum");
        spectrum.setAccessibleText(strings.get("learn.expert.spectrum"));
        gains = new GainsChart("learn-expert-gains", strings.get("learn.expert.gains"), theme);
        GridPane charts = LearnControls.columns(
                new double[] {50, 50},
                new Card(strings.get("learn.expert.gains"), gains.chart()).atEnd(gains.menu(step.context())),
                new Card(strings.get("learn.expert.spectrum"), spectrum)
                        .atEnd(
                                LearnControls.legend("legend-thin", "σ"),
                                LearnControls.legend("legend-adapted", "σ′"),
                                LearnControls.menu(spectrum, step.context(), spectrum::picture)));
        charts.setMinHeight(HEIGHT);
        charts.setPrefHeight(HEIGHT);
        Segments<Boolean> on = new Segments<>(false);
        on.setId("learn-expert-on");
        on.add(false, strings.get("learn.expert.off"), strings.get("learn.expert.off.tooltip"));
        on.add(true, strings.get("learn.expert.on"), strings.get("learn.expert.on.tooltip"));
        LearnControls.follow(on, step.onProperty());
        getChildren()
                .setAll(
                        LearnControls.row(
                                LearnControls.expertChoice("learn-expert-expert", step.context(), strings),
                                on,
                                LearnControls.matrixChoice("learn-expert-matrix", step.context(), strings)),
                        charts,
                        words,
                        new AnswerPane("learn-expert", step.answer(), strings.get("learn.expert.changed"), strings));
        theme.appearanceProperty().addListener((property, before, now) -> spectrum.setPalette(theme.palette()));
        step.curvesProperty().addListener((property, before, now) -> show(now));
        show(step.curvesProperty().get());
    }

    private void show(@Nullable SpectrumCurves curves) {
        gains.show(curves);
        if (curves == null) {
            spectrum.setData(SpectrumData.EMPTY);
            words.setText("");
            return;
        }
        Map<String, List<Double>> lines = new LinkedHashMap<>();
        lines.put("σ", curves.base());
        lines.put("σ′", curves.adapted());
        spectrum.setData(SpectrumData.overComponents(lines, strings.get("learn.component"), Double.NaN, "", false));
        words.setText(
                curves.isAdapted()
                        ? strings.get(
                                "learn.expert.words",
                                curves.base().size(),
                                LearnControls.number(GainsChart.largestChange(curves)))
                        : strings.get("learn.expert.untouched"));
    }
}
