package org.t2workbench.app.runs;

import java.util.List;
import javafx.application.Platform;
import javafx.beans.Observable;
import javafx.geometry.Pos;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.feather.Feather;
import org.t2workbench.app.chart.CurveChart;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.EmptyState;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.core.run.Curve;

/** The curves of the chosen runs over each other. */
final class CurvesPane {

    private static final double METRIC = 170;
    private static final double SMOOTHING = 90;
    private static final double STRONGEST = 0.98;
    /** Up to so many points each one is marked. */
    private static final int FEW = 25;

    private final RunsViewModel viewModel;
    private final CurveChart chart;
    private final StackPane body = new StackPane();
    private final EmptyState nothing;
    private final Card card;

    CurvesPane(RunsViewModel viewModel, Theme theme, Strings strings) {
        this.viewModel = viewModel;
        chart = new CurveChart(CurveChart.Scale.FREE, theme.palette());
        chart.setId("runs-chart");
        nothing = new EmptyState(
                Feather.TRENDING_UP, strings.get("runs.curves.none"), strings.get("runs.curves.none.text"));
        ComboBox<String> metric = new ComboBox<>(viewModel.metrics());
        metric.setId("runs-metric");
        metric.setPrefWidth(METRIC);
        metric.setTooltip(new Tooltip(strings.get("runs.metric.tooltip")));
        metric.setAccessibleText(strings.get("runs.metric.tooltip"));
        viewModel.metricProperty().addListener((property, before, now) -> metric.setValue(now));
        // a list that changed takes the box's choice away, after everyone has heard of it
        viewModel
                .metrics()
                .addListener((Observable changed) -> Platform.runLater(
                        () -> metric.setValue(viewModel.metricProperty().get())));
        metric.setOnAction(event -> {
            String value = metric.getValue();
            if (value != null && !value.isEmpty()) {
                viewModel.metricProperty().set(value);
            }
        });
        Segments<Curve.Along> along = new Segments<>(Curve.Along.ITERATION);
        along.setId("runs-along");
        along.getStyleClass().add("small");
        along.add(Curve.Along.ITERATION, strings.get("runs.iteration"), strings.get("runs.iteration.tooltip"));
        along.add(Curve.Along.TIME, strings.get("runs.seconds"), strings.get("runs.seconds.tooltip"));
        along.valueProperty().bindBidirectional(viewModel.alongProperty());
        Label smoothName = new Label(strings.get("runs.smoothing"));
        smoothName.getStyleClass().add("card-note");
        smoothName.setMinWidth(Region.USE_PREF_SIZE);
        Slider smoothing = new Slider(0, STRONGEST, 0);
        smoothing.setId("runs-smoothing");
        smoothing.setPrefWidth(SMOOTHING);
        smoothing.setMinWidth(SMOOTHING);
        smoothing.setBlockIncrement(0.1);
        smoothing.setTooltip(new Tooltip(strings.get("runs.smoothing.tooltip")));
        smoothName.setLabelFor(smoothing);
        viewModel.smoothingProperty().bind(smoothing.valueProperty());
        HBox controls = new HBox(10, smoothName, smoothing, along);
        controls.setAlignment(Pos.CENTER_RIGHT);
        body.getChildren().setAll(chart, nothing);
        card = new Card(strings.get("runs.curves"), body).besideTitle(metric).atEnd(controls);
        theme.appearanceProperty().addListener((property, before, now) -> chart.setPalette(theme.palette()));
        viewModel.curvesProperty().addListener((property, before, now) -> show(now));
        show(viewModel.curvesProperty().get());
    }

    Card card() {
        return card;
    }

    private void show(List<RunCurve> curves) {
        boolean empty = curves.isEmpty();
        chart.setVisible(!empty);
        nothing.setVisible(empty);
        chart.setCurves(curves.stream().map(CurvesPane::drawn).toList(), 0);
    }

    private static CurveChart.Curve drawn(RunCurve curve) {
        CurveChart.Form form = curve.faint()
                ? CurveChart.Form.FAINT
                : curve.points().size() <= FEW ? CurveChart.Form.MARKED : CurveChart.Form.LINE;
        return new CurveChart.Curve(
                curve.name(),
                RunsTable.series(curve.colour()),
                form,
                curve.points().stream()
                        .map(point -> CurveChart.Point.of(point.x(), point.y()))
                        .toList());
    }
}
