package org.t2workbench.app.learn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.t2workbench.app.chart.SpectrumChart;
import org.t2workbench.app.chart.SpectrumData;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.workbench.LearnSession;
import org.t2workbench.app.workbench.SpectrumCurves;

/** Step 3: which components stay, and the answers. */
final class KeepPane extends VBox {

    private final KeepStep step;
    private final Strings strings;
    private final SpectrumChart chart;
    private final Card card;

    KeepPane(KeepStep step, Theme theme, Strings strings) {
        super(10);
        this.step = step;
        this.strings = strings;
        chart = new SpectrumChart(theme.palette());
        chart.setId("learn-keep-chart");
        chart.setAccessibleText(strings.get("learn.keep.chart"));
        theme.appearanceProperty().addListener((property, before, now) -> chart.setPalette(theme.palette()));
        card = LearnControls.grown(new Card(strings.get("learn.keep.chart"), chart)
                .atEnd(
                        LearnControls.legend("legend-thin", "σ"),
                        LearnControls.legend("legend-adapted", strings.get("learn.keep.left")),
                        LearnControls.menu(chart, step.context(), chart::picture)));
        Segments<Boolean> where = new Segments<>(true);
        where.setId("learn-keep-where");
        where.add(true, strings.get("learn.keep.every"), strings.get("learn.keep.every.tooltip"));
        where.add(false, strings.get("learn.keep.one"), strings.get("learn.keep.one.tooltip"));
        LearnControls.follow(where, step.everywhereProperty());
        Segments<KeepStep.Kept> kept = new Segments<>(KeepStep.Kept.FIRST);
        kept.setId("learn-keep-kept");
        kept.add(KeepStep.Kept.FIRST, strings.get("learn.keep.first"), strings.get("learn.keep.first.tooltip"));
        kept.add(KeepStep.Kept.REST, strings.get("learn.keep.rest"), strings.get("learn.keep.rest.tooltip"));
        kept.valueProperty().bindBidirectional(step.keptProperty());
        Node matrix = LearnControls.matrixChoice("learn-keep-matrix", step.context(), strings);
        matrix.visibleProperty().bind(step.everywhereProperty().not());
        Label question = LearnControls.small("");
        question.setId("learn-keep-question");
        Runnable ask = () ->
                question.setText(strings.get("learn.question", step.context().question()));
        step.context().matrixProperty().addListener((property, before, now) -> ask.run());
        ask.run();
        getChildren()
                .setAll(
                        LearnControls.row(where, kept, matrix),
                        NumberSlider.of(
                                "learn-keep-k",
                                strings.get("learn.k"),
                                0,
                                LearnSession.PICTURE_SIDE,
                                step.componentsProperty()),
                        question,
                        new AnswerPane("learn-keep", step.answer(), strings.get("learn.keep.changed"), strings),
                        card);
        step.curvesProperty().addListener((property, before, now) -> show());
        step.componentsProperty().addListener((property, before, now) -> show());
        step.keptProperty().addListener((property, before, now) -> show());
        show();
    }

    private void show() {
        SpectrumCurves curves = step.curvesProperty().get();
        if (curves == null) {
            return;
        }
        List<Double> left = new ArrayList<>();
        for (int i = 0; i < curves.base().size(); i++) {
            left.add(step.keeps(i) ? curves.base().get(i) : 0);
        }
        Map<String, List<Double>> lines = new LinkedHashMap<>();
        lines.put("σ", curves.base());
        lines.put(strings.get("learn.keep.left"), left);
        card.noteProperty().set(curves.matrix().shortName());
        chart.setData(SpectrumData.overComponents(lines, strings.get("learn.component"), Double.NaN, "", false));
    }
}
