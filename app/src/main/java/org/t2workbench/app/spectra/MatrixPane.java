package org.t2workbench.app.spectra;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.chart.HeatMap;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.MatrixTree;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.workbench.MatrixMetrics;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.app.workbench.SpectrumMetric;

/** The left side: all matrices, as a map or as a tree, and the metrics of the chosen one. */
final class MatrixPane {

    private final SpectraViewModel viewModel;
    private final Strings strings;
    private final HeatMap map;
    private final MatrixTree tree;
    private final GridPane table = new GridPane();
    private final Card mapCard;
    private final Card tableCard;
    private final VBox node;
    private List<Integer> rows = List.of();
    private List<String> columns = List.of();

    MatrixPane(SpectraViewModel viewModel, Theme theme, Strings strings) {
        this.viewModel = viewModel;
        this.strings = strings;
        map = new HeatMap(theme.palette());
        map.setId("heat-map");
        tree = new MatrixTree(matrix -> viewModel.selectedProperty().set(matrix));
        ScrollPane mapScroll = new ScrollPane(map);
        mapScroll.setFitToWidth(true);
        mapScroll.setFitToHeight(true);
        mapScroll.setFocusTraversable(false);
        StackPane views = new StackPane(mapScroll, tree);
        views.getStyleClass().add("heat-map-frame");
        Segments<Boolean> view = new Segments<>(true);
        view.getStyleClass().add("small");
        view.add(true, strings.get("spectra.map"), strings.get("spectra.map.tooltip"));
        view.add(false, strings.get("spectra.tree"), strings.get("spectra.tree.tooltip"));
        mapScroll.visibleProperty().bind(view.valueProperty().isEqualTo(true));
        tree.visibleProperty().bind(view.valueProperty().isEqualTo(false));
        mapCard = new Card(strings.get("spectra.matrices"), views).atEnd(view);
        VBox.setVgrow(mapCard, Priority.ALWAYS);
        table.getStyleClass().add("metric-table");
        ColumnConstraints name = new ColumnConstraints();
        name.setHgrow(Priority.ALWAYS);
        ColumnConstraints value = new ColumnConstraints();
        value.setHalignment(HPos.RIGHT);
        table.getColumnConstraints().setAll(name, value);
        tableCard = new Card("", table);
        tableCard.setMinHeight(Region.USE_PREF_SIZE);
        node = new VBox(12, mapCard, tableCard);

        theme.appearanceProperty().addListener((property, before, now) -> map.setPalette(theme.palette()));
        map.selectedProperty().addListener((property, before, now) -> chosenOnMap(now));
        viewModel.metricProperty().addListener((property, before, now) -> showMap());
        viewModel.metricsProperty().addListener((property, before, now) -> {
            showMap();
            showTable();
        });
        viewModel.modelProperty().addListener((property, before, now) -> showTree(now));
        viewModel.selectedProperty().addListener((property, before, now) -> showSelected(now));
        showTree(viewModel.modelProperty().get());
        showMap();
        showSelected(viewModel.selectedProperty().get());
    }

    VBox node() {
        return node;
    }

    private void showTree(@Nullable ModelSummary model) {
        tree.setMatrices(
                model == null ? List.of() : model.matrices(),
                layer -> strings.get("model.layer", String.valueOf(layer)));
    }

    private void showMap() {
        SpectrumMetric metric = viewModel.metricProperty().get();
        Map<Integer, Map<String, MatrixMetrics>> layers = new TreeMap<>();
        Map<String, Integer> kinds = new LinkedHashMap<>();
        for (MatrixMetrics metrics : viewModel.metricsProperty().get()) {
            kinds.putIfAbsent(metrics.matrix().kind(), kinds.size());
            layers.computeIfAbsent(metrics.matrix().layer(), layer -> new LinkedHashMap<>())
                    .put(metrics.matrix().kind(), metrics);
        }
        rows = List.copyOf(layers.keySet());
        columns = List.copyOf(kinds.keySet());
        List<List<Double>> values = new ArrayList<>();
        List<List<String>> texts = new ArrayList<>();
        List<List<String>> hints = new ArrayList<>();
        for (Map<String, MatrixMetrics> layer : layers.values()) {
            List<Double> valueRow = new ArrayList<>();
            List<String> textRow = new ArrayList<>();
            List<String> hintRow = new ArrayList<>();
            for (String kind : columns) {
                MatrixMetrics metrics = layer.get(kind);
                double value = metrics == null ? Double.NaN : metrics.value(metric);
                valueRow.add(value);
                textRow.add(metric.write(value).replace(" %", ""));
                hintRow.add(metrics == null ? "" : metrics.matrix().shortName() + "   " + metric.write(value));
            }
            values.add(valueRow);
            texts.add(textRow);
            hints.add(hintRow);
        }
        map.setData(new HeatMap.Data(rows.stream().map(String::valueOf).toList(), columns, values, texts, hints));
        mapCard.noteProperty().set(strings.get(metric.key()));
        showSelected(viewModel.selectedProperty().get());
    }

    private void chosenOnMap(HeatMap.@Nullable Cell cell) {
        if (cell == null) {
            return;
        }
        int layer = rows.get(cell.row());
        String kind = columns.get(cell.column());
        viewModel.metricsProperty().get().stream()
                .map(MatrixMetrics::matrix)
                .filter(matrix -> matrix.layer() == layer && matrix.kind().equals(kind))
                .findFirst()
                .ifPresent(viewModel.selectedProperty()::set);
    }

    private void showSelected(@Nullable MatrixSummary matrix) {
        if (matrix != null && rows.contains(matrix.layer()) && columns.contains(matrix.kind())) {
            map.selectedProperty().set(new HeatMap.Cell(rows.indexOf(matrix.layer()), columns.indexOf(matrix.kind())));
            tree.select(matrix);
        }
        showTable();
    }

    private void showTable() {
        MatrixSummary matrix = viewModel.selectedProperty().get();
        table.getChildren().clear();
        if (matrix == null) {
            return;
        }
        tableCard.titleProperty().set(matrix.shortName());
        tableCard.noteProperty().set(matrix.rows() + " × " + matrix.columns());
        viewModel.metricsProperty().get().stream()
                .filter(metrics -> metrics.matrix().equals(matrix))
                .findFirst()
                .ifPresent(this::fillTable);
    }

    private void fillTable(MatrixMetrics metrics) {
        int row = 0;
        for (SpectrumMetric metric : SpectrumMetric.values()) {
            Label name = new Label(strings.get(metric.key()));
            name.getStyleClass().add("muted");
            Label value = new Label(metric.write(metrics.value(metric)));
            value.getStyleClass().addAll("mono", "metric-value");
            table.addRow(row++, name, value);
        }
    }
}
