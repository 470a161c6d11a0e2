package org.t2workbench.app.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.VBox;
import org.t2workbench.app.chart.CurveChart;
import org.t2workbench.app.chart.CurveChart.Curve;
import org.t2workbench.app.chart.CurveChart.Scale;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.LegendEntry;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.theme.Theme;

/** The figures of a run as they come. */
final class ChartsView extends VBox {

    private static final int TRAIN = 0;
    private static final int VALIDATION = 1;
    private static final double UPPER = 186;
    private static final double LOWER = 140;

    private final TrainViewModel viewModel;
    private final Theme theme;
    private final Strings strings;
    private final List<CurveChart> charts = new ArrayList<>();
    private final CurveChart accuracy;
    private final Figure reward;
    private final Figure loss;
    private final List<Figure> figures;

    ChartsView(TrainViewModel viewModel, Theme theme, Strings strings) {
        super(12);
        this.viewModel = viewModel;
        this.theme = theme;
        this.strings = strings;
        accuracy = chart(Scale.SHARE, "train-chart-accuracy");
        HBox legend = new HBox(
                12,
                LegendEntry.ofLine("legend-base", strings.get("train.legend.train")),
                LegendEntry.ofLine("legend-adapted", strings.get("train.legend.validation")));
        legend.setAlignment(Pos.CENTER_RIGHT);
        Card accuracyCard = card(strings.get("train.chart.accuracy"), accuracy).atEnd(legend);
        reward = new Figure("train.chart.reward", "reward", Scale.FREE, RunPoint::reward);
        loss = new Figure("train.chart.loss", "loss", Scale.FREE, RunPoint::loss);
        Figure divergence = new Figure("train.chart.divergence", "divergence", Scale.FROM_ZERO, RunPoint::divergence);
        Figure gradient = new Figure("train.chart.gradient", "gradient", Scale.FROM_ZERO, RunPoint::gradientNorm);
        Figure equal = new Figure("train.chart.equal", "equal", Scale.SHARE, RunPoint::equalGroups);
        figures = List.of(reward, loss, divergence, gradient, equal);
        GridPane upper = row(UPPER, accuracyCard, reward.card, loss.card);
        GridPane lower = row(LOWER, divergence.card, gradient.card, equal.card);
        getChildren().setAll(upper, lower);
        theme.appearanceProperty()
                .addListener((property, before, now) -> charts.forEach(chart -> chart.setPalette(theme.palette())));
        viewModel.pointsProperty().addListener((property, before, now) -> show(now));
        show(viewModel.pointsProperty().get());
    }

    private CurveChart chart(Scale scale, String id) {
        CurveChart chart = new CurveChart(scale, theme.palette());
        chart.setId(id);
        charts.add(chart);
        return chart;
    }

    private static Card card(String title, CurveChart chart) {
        Card card = new Card(title, chart);
        card.getStyleClass().add("chart-card");
        return card;
    }

    /** Equal columns; what is hidden leaves its place to the others. */
    private static GridPane row(double height, Node... nodes) {
        GridPane grid = new GridPane();
        grid.setHgap(12);
        RowConstraints constraint = new RowConstraints(height, height, height);
        grid.getRowConstraints().setAll(constraint);
        Runnable place = () -> {
            grid.getChildren().clear();
            grid.getColumnConstraints().clear();
            int column = 0;
            for (Node node : nodes) {
                if (node.isVisible()) {
                    grid.add(node, column, 0);
                    column++;
                }
            }
            for (int i = 0; i < column; i++) {
                ColumnConstraints share = new ColumnConstraints();
                share.setPercentWidth(100.0 / column);
                share.setHgrow(Priority.ALWAYS);
                grid.getColumnConstraints().add(share);
            }
        };
        for (Node node : nodes) {
            node.visibleProperty().addListener((property, before, now) -> place.run());
        }
        place.run();
        return grid;
    }

    private void show(List<RunPoint> points) {
        double last = viewModel.iterations();
        List<Curve> shares =
                new ArrayList<>(Curves.smoothed(points, RunPoint::accuracy, strings.get("train.legend.train"), TRAIN));
        shares.add(Curves.validations(points, strings.get("train.legend.validation"), VALIDATION));
        accuracy.setCurves(points.isEmpty() ? List.of() : shares, last);
        boolean rewarded = points.stream().anyMatch(point -> Double.isFinite(point.reward()));
        boolean taught = !rewarded && points.stream().anyMatch(point -> Double.isFinite(point.loss()));
        figures.forEach(figure -> figure.show(points, last));
        reward.card.setVisible(!taught);
        loss.card.setVisible(taught);
        // next-token training has neither
        figures.get(2).card.setVisible(!taught);
        figures.get(4).card.setVisible(!taught);
    }

    /** One chart of one figure, with its latest value in the header. */
    private final class Figure {

        private final Scale scale;
        private final ToDoubleFunction<RunPoint> figure;
        private final CurveChart chart;
        private final Card card;
        private final String title;

        Figure(String key, String id, Scale scale, ToDoubleFunction<RunPoint> figure) {
            this.scale = scale;
            this.figure = figure;
            this.title = strings.get(key);
            chart = chart(scale, "train-chart-" + id);
            card = card(title, chart);
        }

        void show(List<RunPoint> points, double last) {
            chart.setCurves(points.isEmpty() ? List.of() : Curves.smoothed(points, figure, title, VALIDATION), last);
            double latest = points.isEmpty() ? Double.NaN : figure.applyAsDouble(points.get(points.size() - 1));
            card.noteProperty()
                    .set(
                            Double.isNaN(latest)
                                    ? ""
                                    : scale == Scale.SHARE
                                            ? String.format(Locale.ROOT, "%.0f %%", 100 * latest)
                                            : String.format(Locale.ROOT, "%.3g", latest));
        }
    }
}
