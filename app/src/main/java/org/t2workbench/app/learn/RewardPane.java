package org.t2workbench.app.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.chart.CurveChart;
import org.t2workbench.app.chart.CurveChart.Curve;
import org.t2workbench.app.chart.CurveChart.Scale;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.ChartMenu;
import org.t2workbench.app.control.StartButton;
import org.t2workbench.app.control.Ticker;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.training.Curves;
import org.t2workbench.app.training.RunPoint;
import org.t2workbench.app.training.TrainState;
import org.t2workbench.app.workbench.SpectrumCurves;

/** Step 6: a training as it goes, and the gains it has found so far. */
final class RewardPane extends VBox {

    private static final double HEIGHT = 230;
    private static final int TRAIN = 0;
    private static final int VALIDATION = 1;

    private final RewardStep step;
    private final Strings strings;
    private final CurveChart accuracy;
    private final CurveChart reward;
    private final GainsChart gains;
    private final StartButton start;
    private final ProgressBar bar = new ProgressBar(0);
    private final Label words = LearnControls.reading("learn-reward-words");
    private final Label gainWords = LearnControls.reading("learn-reward-gains-words");

    RewardPane(RewardStep step, Theme theme, Strings strings) {
        super(10);
        this.step = step;
        this.strings = strings;
        accuracy = chart(Scale.SHARE, "learn-reward-accuracy", "learn.reward.accuracy", theme);
        reward = chart(Scale.FREE, "learn-reward-reward", "learn.reward.reward", theme);
        gains = new GainsChart("learn-reward-gains", strings.get("learn.reward.gains"), theme);
        start = new StartButton(
                strings,
                "learn-reward-start",
                new StartButton.Face("learn.reward.start", "learn.reward.start.tooltip", step::start),
                new StartButton.Face("learn.reward.stop", "learn.reward.stop.tooltip", step::stop));
        start.setMaxWidth(USE_PREF_SIZE);
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.getStyleClass().add("thin-bar");
        bar.setAccessibleText(strings.get("learn.reward.progress.name"));
        GridPane charts = LearnControls.columns(
                new double[] {40, 25, 35},
                new Card(strings.get("learn.reward.accuracy"), accuracy)
                        .atEnd(
                                LearnControls.legend("legend-base", strings.get("learn.reward.train")),
                                LearnControls.legend("legend-adapted", strings.get("learn.reward.validation")),
                                menu(accuracy, "learn.reward.accuracy")),
                new Card(strings.get("learn.reward.reward"), reward).atEnd(menu(reward, "learn.reward.reward")),
                new Card(strings.get("learn.reward.gains"), gains.chart()).atEnd(gains.menu(step.context())));
        charts.setMinHeight(HEIGHT);
        charts.setPrefHeight(HEIGHT);
        VBox.setVgrow(charts, Priority.ALWAYS);
        getChildren()
                .setAll(
                        LearnControls.row(
                                start, LearnControls.matrixChoice("learn-reward-matrix", step.context(), strings)),
                        words,
                        bar,
                        charts,
                        gainWords,
                        LearnControls.problem("learn-reward-problem", step.failureProperty()));
        step.pointsProperty().addListener((property, before, now) -> show());
        step.stateProperty().addListener((property, before, now) -> show());
        step.context().matrixProperty().addListener((property, before, now) -> show());
        step.gainsProperty().addListener((property, before, now) -> showGains(now));
        show();
        showGains(step.gainsProperty().get());
        Ticker.whileShowing(this, step::sample);
    }

    private CurveChart chart(Scale scale, String id, String name, Theme theme) {
        CurveChart chart = new CurveChart(scale, theme.palette());
        chart.setId(id);
        chart.setAccessibleText(strings.get(name));
        theme.appearanceProperty().addListener((property, before, now) -> chart.setPalette(theme.palette()));
        return chart;
    }

    private ChartMenu menu(CurveChart chart, String name) {
        return LearnControls.menu(
                chart, step.context(), () -> chart.picture(strings.get("learn.reward.iteration"), strings.get(name)));
    }

    private void show() {
        List<RunPoint> points = step.pointsProperty().get();
        TrainState state = step.stateProperty().get();
        start.show(state.isBusy(), step.canStart() || step.canStop());
        List<Curve> shares = new ArrayList<>();
        List<Curve> rewards = new ArrayList<>();
        if (!points.isEmpty()) {
            shares.addAll(Curves.smoothed(points, RunPoint::accuracy, strings.get("learn.reward.train"), TRAIN));
            shares.add(Curves.validations(points, strings.get("learn.reward.validation"), VALIDATION));
            rewards.addAll(Curves.smoothed(points, RunPoint::reward, strings.get("learn.reward.reward"), VALIDATION));
        }
        accuracy.setCurves(shares, step.iterations());
        reward.setCurves(rewards, step.iterations());
        long done = points.isEmpty() ? 0 : points.get(points.size() - 1).iteration();
        bar.setProgress((double) done / step.iterations());
        words.setText(
                switch (state) {
                    case NO_MODEL, READY -> strings.get("learn.reward.ready", RewardStep.TASK, step.iterations());
                    case WAITING -> strings.get("learn.reward.waiting");
                    case TRAINING -> strings.get("learn.reward.training", done, step.iterations());
                    case STOPPING -> strings.get("learn.reward.stopping");
                    case STOPPED, FINISHED, FAILED -> ended(points, done);
                });
    }

    private String ended(List<RunPoint> points, long done) {
        RunPoint last = points.isEmpty() ? null : points.get(points.size() - 1);
        if (last == null || Double.isNaN(last.best())) {
            return strings.get("learn.reward.nothing");
        }
        return strings.get(
                "learn.reward.ended",
                done,
                percent(points.get(0).validation()),
                percent(last.best()),
                last.bestIteration(),
                points.get(0).validationItems());
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    private void showGains(@Nullable SpectrumCurves curves) {
        gains.show(curves);
        gainWords.setText(
                curves == null
                        ? strings.get("learn.reward.gains.none")
                        : curves.isAdapted()
                                ? strings.get(
                                        "learn.reward.gains.words",
                                        curves.matrix().shortName(),
                                        LearnControls.number(GainsChart.largestChange(curves)))
                                : strings.get(
                                        "learn.reward.gains.same",
                                        curves.matrix().shortName()));
    }
}
