package org.t2workbench.app.experts.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiConsumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.chart.ColourRamp;
import org.t2workbench.app.chart.ColourScale;
import org.t2workbench.app.chart.ComponentMap;
import org.t2workbench.app.chart.HeatMap;
import org.t2workbench.app.chart.HistogramChart;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.ChartMenu;
import org.t2workbench.app.control.EmptyState;
import org.t2workbench.app.control.LayerGrid;
import org.t2workbench.app.control.Scroller;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.workbench.ExpertGains;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.SpectrumMetric;
import org.t2workbench.core.spectrum.GainHistogram;

/** The gains of one expert: every component at the left, matrices and a histogram at the right. */
final class GainsPane {

    private static final double RIGHT = 356;
    private static final double STEP = 1.6;

    private final GainsViewModel viewModel;
    private final Strings strings;
    private final BiConsumer<MatrixSummary, @Nullable ExpertSummary> onOpen;
    private final ComponentMap map;
    private final ColourScale scale = new ColourScale(ColourRamp.CIVIDIS);
    private final HeatMap matrices;
    private final ColourScale amounts = new ColourScale();
    private final HistogramChart histogram;
    private final Label histogramNote = new Label();
    private final Label place = new Label();
    private final Card mapCard;
    private final PartFrame frame;
    private LayerGrid<ExpertGains.Row> grid = new LayerGrid<>(List.of(), ExpertGains.Row::matrix);

    /** @param onOpen shows the spectrum of a matrix under an expert */
    GainsPane(
            GainsViewModel viewModel,
            Theme theme,
            Strings strings,
            BiConsumer<MatrixSummary, @Nullable ExpertSummary> onOpen) {
        this.viewModel = viewModel;
        this.strings = strings;
        this.onOpen = onOpen;
        map = new ComponentMap(theme.palette());
        map.setId("gain-map");
        map.setAccessibleText(strings.get("inspect.gains.title", ""));
        map.setOnOpen(this::openSelected);
        matrices = new HeatMap(theme.palette());
        matrices.setId("gain-matrices");
        histogram = new HistogramChart(theme.palette(), strings.get("inspect.gains.components"));
        histogram.setId("gain-histogram");
        histogram.setAccessibleText(strings.get("inspect.gains.histogram"));
        theme.appearanceProperty().addListener((property, before, now) -> {
            map.setPalette(theme.palette());
            matrices.setPalette(theme.palette());
            histogram.setPalette(theme.palette());
        });
        mapCard = new Card("", mapBody()).atEnd(zoom());
        HBox.setHgrow(mapCard, Priority.ALWAYS);
        VBox right = new VBox(12, matricesCard(), histogramCard());
        right.setMinWidth(RIGHT);
        right.setMaxWidth(RIGHT);
        HBox body = new HBox(12, mapCard, right);
        Label name = new Label(strings.get("inspect.expert"));
        name.getStyleClass().add("muted");
        ExpertBox box = new ExpertBox("gains-expert", viewModel.experts(), viewModel.expertProperty());
        name.setLabelFor(box);
        frame = new PartFrame(body, map, viewModel::setActive, name, box, export(body));
        viewModel.gainsProperty().addListener((property, before, now) -> show(now));
        viewModel.problemProperty().addListener((property, before, now) -> showProblem());
        viewModel.metricProperty().addListener((property, before, now) -> showMatrices());
        map.pointedProperty().addListener((property, before, now) -> showPlace());
        map.selectedProperty().addListener((property, before, now) -> showPlace());
        map.spanProperty().addListener((property, before, now) -> showPlace());
        show(viewModel.gainsProperty().get());
    }

    Part part() {
        return frame;
    }

    private HBox mapBody() {
        ScrollPane scroll = new Scroller(map);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setFocusTraversable(false);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        place.setId("gain-place");
        place.getStyleClass().add("mono-small");
        place.setMinWidth(0);
        Label grey = new Label(strings.get("inspect.gains.grey"));
        grey.getStyleClass().add("small-note");
        grey.setMinWidth(Region.USE_PREF_SIZE);
        HBox legend = new HBox(10, scale, grey);
        legend.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(scale, Priority.ALWAYS);
        VBox inside = new VBox(6, scroll, place, legend);
        inside.getStyleClass().add("heat-map-frame");
        HBox.setHgrow(inside, Priority.ALWAYS);
        return new HBox(inside);
    }

    private HBox zoom() {
        HBox buttons = new HBox(
                4,
                button("gain-zoom-in", Feather.ZOOM_IN, "inspect.gains.zoomIn", () -> map.zoom(STEP)),
                button("gain-zoom-out", Feather.ZOOM_OUT, "inspect.gains.zoomOut", () -> map.zoom(1 / STEP)),
                button("gain-zoom-all", Feather.MAXIMIZE, "inspect.gains.zoomAll", map::showAll));
        buttons.setAlignment(Pos.CENTER_RIGHT);
        return buttons;
    }

    private Button button(String id, Feather icon, String tooltip, Runnable action) {
        Button button = new Button("", new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().addAll("link-button", "flat");
        button.setTooltip(new Tooltip(strings.get(tooltip)));
        button.setAccessibleText(strings.get(tooltip));
        button.setOnAction(event -> action.run());
        return button;
    }

    private Card matricesCard() {
        Segments<SpectrumMetric> metric =
                new Segments<>(viewModel.metricProperty().get());
        metric.setId("gain-metric");
        metric.getStyleClass().add("small");
        metric.add(
                SpectrumMetric.LARGEST_GAIN_CHANGE,
                strings.get("inspect.gains.largest"),
                strings.get("metric.largestGain.about"));
        metric.add(
                SpectrumMetric.RELATIVE_CHANGE,
                strings.get("metric.relativeChange"),
                strings.get("metric.relativeChange.about"));
        metric.add(
                SpectrumMetric.CHANGED_SHARE,
                strings.get("inspect.gains.changed"),
                strings.get("metric.changedShare.about"));
        metric.valueProperty().bindBidirectional(viewModel.metricProperty());
        matrices.selectedProperty().addListener((property, before, now) -> {
            if (now != null) {
                grid.at(now).ifPresent(row -> select(row.matrix()));
            }
        });
        ScrollPane scroll = new Scroller(matrices);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setFocusTraversable(false);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        VBox inside = new VBox(6, scroll, amounts);
        inside.getStyleClass().add("heat-map-frame");
        Card card = new Card(strings.get("inspect.gains.matrices"), inside).atEnd(metric);
        VBox.setVgrow(card, Priority.ALWAYS);
        card.setPrefHeight(300);
        return card;
    }

    private Card histogramCard() {
        histogramNote.getStyleClass().addAll("small-note", "histogram-note");
        histogramNote.setId("gain-histogram-note");
        Card card = Card.ofChart(strings.get("inspect.gains.histogram"), histogram, histogramNote);
        card.atEnd(new ChartMenu(
                "gain-histogram-export",
                viewModel.files(),
                strings,
                () -> viewModel.fileName("histogram"),
                histogram.getParent(),
                histogram::picture));
        VBox.setVgrow(card, Priority.ALWAYS);
        card.setPrefHeight(260);
        return card;
    }

    private ExportMenu export(Node body) {
        ExportMenu export = new ExportMenu(
                        "gains-export", viewModel.files(), strings, body, () -> viewModel.fileName("gains"))
                .csv(strings.get("inspect.export.gains"), () -> viewModel.fileName("gains"), () -> shown()::csv)
                .csv(
                        strings.get("inspect.export.metrics"),
                        () -> viewModel.fileName("matrices"),
                        () -> shown()::metricsCsv);
        export.disableProperty().bind(viewModel.gainsProperty().isNull());
        return export;
    }

    private ExpertGains shown() {
        return Objects.requireNonNull(viewModel.gainsProperty().get());
    }

    private void show(@Nullable ExpertGains gains) {
        showProblem();
        if (gains == null) {
            return;
        }
        ExpertSummary expert = viewModel.expertProperty().get();
        mapCard.titleProperty().set(strings.get("inspect.gains.title", expert == null ? "" : expert.name()));
        List<ComponentMap.Row> rows = new ArrayList<>();
        long components = 0;
        for (ExpertGains.Row row : gains.matrices()) {
            rows.add(new ComponentMap.Row(
                    row.matrix().layer() + "  " + row.matrix().kind(),
                    row.matrix().layer(),
                    row.gains()));
            components += row.gains().size();
        }
        mapCard.noteProperty()
                .set(strings.get("inspect.gains.note", String.valueOf(rows.size()), String.valueOf(components)));
        map.setRows(rows, gains.reach());
        scale.setEnds(gain(1 - gains.reach()), gain(1 + gains.reach()));
        grid = new LayerGrid<>(gains.matrices(), ExpertGains.Row::matrix);
        showMatrices();
        GainHistogram counted = gains.histogram();
        List<Double> edges = new ArrayList<>();
        for (int i = 0; i <= counted.counts().size() && !counted.counts().isEmpty(); i++) {
            edges.add(counted.edge(i));
        }
        histogram.setBars(new HistogramChart.Bars(edges, counted.counts(), 1));
        histogramNote.setText(strings.get("inspect.gains.spread", figure(counted.mean()), figure(counted.deviation())));
        showPlace();
    }

    private void showMatrices() {
        SpectrumMetric metric = viewModel.metricProperty().get();
        HeatMap.Data data = grid.data(
                viewModel::value,
                row -> metric.write(viewModel.value(row)).replace(" %", ""),
                "",
                row -> row.matrix().shortName() + "\n" + strings.get(metric.key()) + "  "
                        + metric.write(viewModel.value(row)));
        matrices.setData(data);
        amounts.setEnds(data, metric::write);
    }

    /** Shows why there is nothing to see in place of empty charts; a neutral expert is both told and drawn. */
    private void showProblem() {
        String problem = viewModel.problemProperty().get();
        ExpertGains gains = viewModel.gainsProperty().get();
        if (gains == null && !problem.isEmpty()) {
            frame.show(new EmptyState(Feather.SLIDERS, strings.get("inspect.gains.empty"), problem));
            return;
        }
        frame.showBody();
        if (gains != null && !problem.isEmpty()) {
            place.setText(problem);
        }
    }

    /** What is under the mouse, else what is chosen, else how it is used. */
    private void showPlace() {
        ComponentMap.Place at = map.pointedProperty().get();
        if (at == null) {
            at = map.selectedProperty().get();
        }
        ExpertGains gains = viewModel.gainsProperty().get();
        if (at == null || gains == null) {
            String problem = viewModel.problemProperty().get();
            place.setText(problem.isEmpty() ? strings.get("inspect.gains.help") : problem);
            return;
        }
        ExpertGains.Row row = gains.matrices().get(at.row());
        place.setText(viewModel.words(row.matrix(), at.component(), row.gains().at(at.component())));
    }

    /** Chooses the component of a matrix that is changed most. */
    private void select(MatrixSummary matrix) {
        List<ExpertGains.Row> rows = shown().matrices();
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).matrix().equals(matrix)) {
                int size = rows.get(i).gains().size();
                map.selectedProperty()
                        .set(new ComponentMap.Place(
                                i, rows.get(i).gains().bins(0, size, 1).get(0).component()));
            }
        }
    }

    private void openSelected() {
        ComponentMap.Place at = map.selectedProperty().get();
        ExpertGains gains = viewModel.gainsProperty().get();
        if (at != null && gains != null) {
            onOpen.accept(
                    gains.matrices().get(at.row()).matrix(),
                    viewModel.expertProperty().get());
        }
    }

    private static String gain(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
