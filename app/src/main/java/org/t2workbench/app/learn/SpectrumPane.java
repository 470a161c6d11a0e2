package org.t2workbench.app.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.t2workbench.app.chart.CurveChart;
import org.t2workbench.app.chart.CurveChart.Curve;
import org.t2workbench.app.chart.CurveChart.Form;
import org.t2workbench.app.chart.CurveChart.Point;
import org.t2workbench.app.chart.SpectrumChart;
import org.t2workbench.app.chart.SpectrumData;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.learn.SpectrumStep.Spectrum;
import org.t2workbench.app.theme.Theme;

/** Step 2: the singular values of a matrix, and their shares up to k. */
final class SpectrumPane extends VBox {

    private static final double HEIGHT = 260;

    private final SpectrumStep step;
    private final Strings strings;
    private final SpectrumChart chart;
    private final CurveChart shares;
    private final NumberSlider slider;
    private final Label words = LearnControls.reading("learn-spectrum-words");

    SpectrumPane(SpectrumStep step, Theme theme, Strings strings) {
        super(12);
        this.step = step;
        this.strings = strings;
        chart = new SpectrumChart(theme.palette());
        chart.setId("learn-spectrum-chart");
        chart.setAccessibleText(strings.get("learn.spectrum.values"));
        shares = new CurveChart(CurveChart.Scale.SHARE, theme.palette());
        shares.setId("learn-spectrum-shares");
        shares.setAccessibleText(strings.get("learn.spectrum.shares"));
        Segments<Boolean> scale = new Segments<>(false);
        scale.setId("learn-spectrum-scale");
        scale.getStyleClass().add("small");
        scale.add(false, strings.get("spectra.linear"), strings.get("spectra.linear.tooltip"));
        scale.add(true, strings.get("spectra.log"), strings.get("spectra.log.tooltip"));
        LearnControls.follow(scale, step.logarithmicProperty());
        slider = NumberSlider.of("learn-spectrum-k", strings.get("learn.k"), 1, 128, step.componentsProperty());
        GridPane charts = LearnControls.columns(
                new double[] {50, 50},
                new Card(strings.get("learn.spectrum.values"), chart)
                        .atEnd(scale, LearnControls.menu(chart, step.context(), chart::picture)),
                new Card(strings.get("learn.spectrum.shares"), shares)
                        .atEnd(
                                LearnControls.legend("legend-thin", strings.get("learn.spectrum.sum")),
                                LearnControls.legend("legend-adapted", strings.get("learn.spectrum.energy")),
                                LearnControls.menu(
                                        shares,
                                        step.context(),
                                        () -> shares.picture("k", strings.get("learn.spectrum.shares")))));
        charts.setMinHeight(HEIGHT);
        charts.setPrefHeight(HEIGHT);
        VBox.setVgrow(charts, Priority.ALWAYS);
        getChildren()
                .setAll(
                        LearnControls.matrixChoice("learn-spectrum-matrix", step.context(), strings),
                        charts,
                        slider,
                        words);
        theme.appearanceProperty().addListener((property, before, now) -> {
            chart.setPalette(theme.palette());
            shares.setPalette(theme.palette());
        });
        step.logarithmicProperty().addListener((property, before, now) -> show());
        step.spectrumProperty().addListener((property, before, now) -> show());
        step.componentsProperty().addListener((property, before, now) -> show());
        show();
    }

    private void show() {
        Spectrum spectrum = step.spectrumProperty().get();
        if (spectrum == null) {
            return;
        }
        int rank = spectrum.energy().length;
        slider.setHighest(rank);
        int k = Math.min(rank, step.componentsProperty().get());
        chart.setData(SpectrumData.overComponents(
                Map.of("σ", spectrum.curves().base()),
                strings.get("learn.component"),
                spectrum.curves().randomEdge(),
                strings.get("learn.spectrum.edge"),
                step.logarithmicProperty().get()));
        shares.setCurves(
                List.of(
                        curve(strings.get("learn.spectrum.sum"), 0, Form.THIN, spectrum.sum()),
                        curve(strings.get("learn.spectrum.energy"), 1, Form.LINE, spectrum.energy())),
                rank,
                k);
        words.setText(strings.get(
                "learn.spectrum.words",
                k,
                rank,
                LearnControls.percent(spectrum.energy()[k - 1]),
                LearnControls.percent(spectrum.sum()[k - 1]),
                String.format(Locale.ROOT, "%.1f", spectrum.effectiveRank())));
    }

    private static Curve curve(String name, int colour, Form form, double[] shares) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < shares.length; i++) {
            points.add(Point.of(i + 1, shares[i]));
        }
        return new Curve(name, colour, form, points);
    }
}
