package org.t2workbench.app.spectra;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.t2workbench.app.chart.SpectrumChart;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.EmptyState;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.spectra.directions.DirectionsPane;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.workbench.DecompositionStatus;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.Quantities;
import org.t2workbench.app.workbench.SpectrumCurves;
import org.t2workbench.app.workbench.SpectrumMetric;

/** The Spectra screen. */
public final class SpectraView extends VBox {

    private static final double LEFT = 376;

    private final SpectraViewModel viewModel;
    private final Strings strings;
    private final SpectrumChart chart;
    private final HBox legend = new HBox(14);
    private final StackPane body = new StackPane();
    private final Node charts;
    private final Card chartCard;

    public SpectraView(SpectraViewModel viewModel, Theme theme, Strings strings) {
        super(12);
        this.viewModel = viewModel;
        this.strings = strings;
        setId("spectra");
        getStyleClass().add("screen");
        chart = new SpectrumChart(theme.palette());
        chart.setId("spectrum-chart");
        legend.setAlignment(Pos.CENTER_LEFT);
        chartCard = new Card(strings.get("spectra.spectrum"), chart).atEnd(legend);
        MatrixPane matrices = new MatrixPane(viewModel, theme, strings);
        HBox.setHgrow(chartCard, Priority.ALWAYS);
        VBox left = matrices.node();
        left.setMinWidth(LEFT);
        left.setMaxWidth(LEFT);
        HBox upper = new HBox(12, left, chartCard);
        VBox.setVgrow(upper, Priority.ALWAYS);
        charts = new VBox(12, upper, new DirectionsPane(viewModel.directions(), strings));
        chart.chosenProperty()
                .addListener((property, before, now) ->
                        viewModel.directions().componentProperty().set(now.intValue()));
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().setAll(tools(), body);

        theme.appearanceProperty().addListener((property, before, now) -> chart.setPalette(theme.palette()));
        viewModel.logarithmicProperty().addListener((property, before, now) -> chart.setLogarithmic(now));
        viewModel.curvesProperty().addListener((property, before, now) -> showCurves(now));
        viewModel.stateProperty().addListener((property, before, now) -> showState(now));
        showState(viewModel.stateProperty().get());
        showCurves(viewModel.curvesProperty().get());
    }

    private HBox tools() {
        ComboBox<SpectrumMetric> metric = new ComboBox<>();
        metric.setId("spectra-metric");
        metric.getItems().setAll(SpectrumMetric.values());
        metric.setConverter(converter(value -> strings.get(value.key())));
        metric.valueProperty().bindBidirectional(viewModel.metricProperty());
        metric.setTooltip(new Tooltip(strings.get("spectra.metric.tooltip")));
        ComboBox<Overlay> overlay = new ComboBox<>(viewModel.overlays());
        overlay.setId("spectra-overlay");
        overlay.setConverter(converter(Overlay::name));
        overlay.valueProperty().bindBidirectional(viewModel.overlayProperty());
        overlay.setTooltip(new Tooltip(strings.get("spectra.overlay.tooltip")));
        Segments<Boolean> scale = new Segments<>(true);
        scale.setId("spectra-scale");
        scale.add(true, strings.get("spectra.log"), strings.get("spectra.log.tooltip"));
        scale.add(false, strings.get("spectra.linear"), strings.get("spectra.linear.tooltip"));
        scale.valueProperty()
                .addListener((property, before, now) ->
                        viewModel.logarithmicProperty().set(now));
        Label metricName = new Label(strings.get("spectra.metric"));
        metricName.getStyleClass().add("muted");
        Label overlayName = new Label(strings.get("spectra.overlay"));
        overlayName.getStyleClass().add("muted");
        HBox tools = new HBox(10, metricName, metric, overlayName, overlay, scale);
        tools.setAlignment(Pos.CENTER_LEFT);
        tools.setMinHeight(Region.USE_PREF_SIZE);
        return tools;
    }

    private void showState(SpectraState state) {
        Node shown =
                switch (state) {
                    case READY -> charts;
                    case NO_MODEL -> empty("spectra.noModel", "spectra.noModel.text");
                    case LOADING -> empty("spectra.loading", "spectra.loading.text");
                    case FAILED -> empty("spectra.failed", "spectra.failed.text");
                    case NEEDS_DECOMPOSITION -> needsDecomposition();
                };
        body.getChildren().setAll(shown);
    }

    private Node empty(String title, String text) {
        return new EmptyState(Feather.ACTIVITY, strings.get(title), strings.get(text));
    }

    private Node needsDecomposition() {
        DecompositionStatus status = viewModel.decomposition();
        Button start = new Button(strings.get("model.decompose"));
        start.setId("spectra-decompose");
        start.getStyleClass().add("accent");
        start.setOnAction(event -> viewModel.decompose());
        String cost = status == null
                ? ""
                : strings.get(
                        "spectra.decompose.text",
                        status.matrices() - status.decomposed(),
                        Quantities.seconds(status.estimatedSeconds()),
                        Quantities.bytes(status.bytes()));
        return new EmptyState(Feather.ACTIVITY, strings.get("spectra.decompose"), cost, start);
    }

    private void showCurves(@Nullable SpectrumCurves curves) {
        if (curves == null) {
            chart.setData(SpectrumChart.Data.EMPTY);
            legend.getChildren().clear();
            return;
        }
        MatrixSummary matrix = curves.matrix();
        chartCard.titleProperty().set(strings.get("spectra.spectrum.of", matrix.shortName()));
        List<SpectrumChart.Series> series = new ArrayList<>();
        series.add(new SpectrumChart.Series("σ", curves.base()));
        legend.getChildren().setAll(entry("legend-base", strings.get("spectra.legend.base")));
        if (curves.isAdapted()) {
            series.add(new SpectrumChart.Series("σ′", curves.adapted()));
            Overlay over = viewModel.overlayProperty().get();
            legend.getChildren()
                    .add(entry(
                            "legend-adapted", strings.get("spectra.legend.adapted", over == null ? "" : over.name())));
        }
        chart.setData(new SpectrumChart.Data(
                series, curves.randomEdge(), strings.get("spectra.edge"), strings.get("spectra.index")));
    }

    private static Node entry(String style, String text) {
        Region line = new Region();
        line.getStyleClass().addAll("legend-line", style);
        Label label = new Label(text, line);
        label.getStyleClass().add("card-note");
        return label;
    }

    private static <T> StringConverter<T> converter(Function<T, String> words) {
        return new StringConverter<>() {
            @Override
            public String toString(@Nullable T value) {
                return value == null ? "" : words.apply(value);
            }

            @Override
            public T fromString(String text) {
                throw new UnsupportedOperationException("This list is chosen from, not typed into.");
            }
        };
    }
}
