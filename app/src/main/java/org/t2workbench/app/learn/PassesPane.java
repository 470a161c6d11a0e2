package org.t2workbench.app.learn;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.chart.TokenBars;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.staging.CatchUp;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.workbench.ChosenAlpha;
import org.t2workbench.app.workbench.Comparison;
import org.t2workbench.app.workbench.DispatchReport;
import org.t2workbench.app.workbench.ExpertSummary;

/** Step 8: the prompt, what the first pass reads in it, and the answers. */
final class PassesPane extends VBox {

    private static final double PROMPT = 64;

    private final PassesStep step;
    private final Strings strings;
    private final HBox families = LearnControls.row();
    private final TokenBars reading = new TokenBars("adapted");
    private final Label chosen = LearnControls.reading("learn-passes-chosen");
    private final Label base = answer("learn-passes-base");
    private final Label adapted = answer("learn-passes-adapted");
    private final Label times = LearnControls.small("");

    PassesPane(PassesStep step, Theme theme, Strings strings) {
        super(10);
        this.step = step;
        this.strings = strings;
        TextArea prompt = new TextArea();
        prompt.setId("learn-passes-prompt");
        prompt.setWrapText(true);
        prompt.getStyleClass().addAll("mono", "prompt");
        prompt.setAccessibleText(strings.get("learn.passes.prompt"));
        prompt.setMinHeight(PROMPT);
        prompt.setPrefHeight(PROMPT);
        prompt.textProperty().bindBidirectional(step.promptProperty());
        Segments<Boolean> reader = new Segments<>(true);
        reader.setId("learn-passes-reader");
        reader.add(false, strings.get("learn.passes.byBase"), strings.get("learn.passes.byBase.tooltip"));
        reader.add(true, strings.get("learn.passes.byExpert"), strings.get("learn.passes.byExpert.tooltip"));
        LearnControls.follow(reader, step.classifiedProperty());
        VBox first = new VBox(8, LearnControls.small(strings.get("learn.passes.reading")), reading, chosen, times);
        first.getStyleClass().add("card-body");
        VBox second = new VBox(
                6,
                LearnControls.small(strings.get("learn.base")),
                base,
                LearnControls.small(strings.get("learn.passes.adapted")),
                adapted);
        second.getStyleClass().add("card-body");
        GainsChart gains = new GainsChart("learn-passes-gains", strings.get("learn.passes.gains"), theme);
        Node chart = LearnControls.grown(new Card(strings.get("learn.passes.gains"), gains.chart())
                .atEnd(
                        LearnControls.matrixChoice("learn-passes-matrix", step.context(), strings),
                        gains.menu(step.context())));
        step.curvesProperty().addListener((property, before, now) -> gains.show(now));
        gains.show(step.curvesProperty().get());
        getChildren()
                .setAll(
                        LearnControls.row(families, LearnControls.named(strings.get("learn.passes.reader"), reader)),
                        prompt,
                        LearnControls.columns(
                                new double[] {42, 58},
                                new Card(strings.get("learn.passes.first"), first),
                                new Card(strings.get("learn.passes.second"), second)),
                        chart,
                        LearnControls.problem("learn-passes-problem", step.problemProperty()));
        Runnable listFamilies = new CatchUp(families, this::listFamilies);
        step.context().experts().addListener((ListChangeListener<ExpertSummary>) change -> listFamilies.run());
        step.answerProperty().addListener((property, before, now) -> show(now));
        step.busyProperty().addListener((property, before, now) -> adapted.setOpacity(now ? 0.5 : 1));
        listFamilies();
        show(step.answerProperty().get());
    }

    private static Label answer(String id) {
        Label label = new Label();
        label.setId(id);
        label.getStyleClass().addAll("mono", "learn-answer");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private void listFamilies() {
        families.getChildren().clear();
        for (String family : step.families()) {
            Button take = new Button(strings.get("learn.passes.take", family));
            take.setId("learn-passes-take-" + family);
            take.setOnAction(event -> {
                step.familyProperty().set("");
                step.familyProperty().set(family);
            });
            families.getChildren().add(take);
        }
    }

    private void show(@Nullable Comparison comparison) {
        DispatchReport report = comparison == null ? null : comparison.dispatch();
        if (comparison == null || report == null) {
            return;
        }
        reading.setBars(report.probabilities().entrySet().stream()
                .map(entry -> new TokenBars.Bar(
                        entry.getKey(), entry.getValue(), entry.getKey().equals(report.label())))
                .toList());
        List<ChosenAlpha> used =
                report.alphas().stream().filter(alpha -> !alpha.isZero()).toList();
        chosen.setText(
                used.isEmpty()
                        ? strings.get("learn.passes.none", report.label())
                        : strings.get(
                                "learn.passes.chosen",
                                report.label(),
                                used.stream().map(ChosenAlpha::name).collect(Collectors.joining(", "))));
        times.setText(
                report.first().isKnown() && report.answer().isKnown()
                        ? strings.get(
                                "learn.passes.times",
                                milliseconds(report.first().seconds()),
                                milliseconds(report.answer().seconds()))
                        : "");
        base.setText(comparison.base().text());
        adapted.setText(comparison.adapted().text());
    }

    private static String milliseconds(double seconds) {
        return String.format(Locale.ROOT, "%.0f ms", 1000 * seconds);
    }
}
