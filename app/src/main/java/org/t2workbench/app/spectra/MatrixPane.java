package org.t2workbench.app.spectra;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.chart.ColourScale;
import org.t2workbench.app.chart.HeatMap;
import org.t2workbench.app.chart.HeatMapPicture;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.Deck;
import org.t2workbench.app.control.LayerGrid;
import org.t2workbench.app.control.MatrixTree;
import org.t2workbench.app.control.Scroller;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.staging.CatchUp;
import org.t2workbench.app.staging.GradualGrid;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.workbench.MatrixMetrics;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.app.workbench.SpectrumMetric;

/** The left side: all matrices, as a map or as a tree, and the metrics of the chosen one. */
final class MatrixPane {

    private static final double HALF = 300;

    /** How the matrices are listed. */
    private enum Shown {
        MAP,
        TABLE,
        TREE
    }

    private final SpectraViewModel viewModel;
    private final Strings strings;
    private final HeatMap map;
    private final MatrixTree tree;
    private final ScrollPane mapScroll;
    private final ColourScale scale = new ColourScale();
    private final GridPane table = new GradualGrid();
    private final Map<SpectrumMetric, Label> values = new EnumMap<>(SpectrumMetric.class);
    private final VBox notes = new VBox(4);
    private final Card mapCard;
    private final Card tableCard;
    private final VBox node;
    private LayerGrid<MatrixMetrics> grid = new LayerGrid<>(List.of(), MatrixMetrics::matrix);

    MatrixPane(SpectraViewModel viewModel, Theme theme, Strings strings) {
        this.viewModel = viewModel;
        this.strings = strings;
        map = new HeatMap(theme.palette());
        map.setId("heat-map");
        tree = new MatrixTree(matrix -> viewModel.selectedProperty().set(matrix));
        mapScroll = new Scroller(map);
        mapScroll.setFitToWidth(true);
        mapScroll.setFitToHeight(true);
        mapScroll.setFocusTraversable(false);
        VBox.setVgrow(mapScroll, Priority.ALWAYS);
        VBox scaled = new VBox(6, mapScroll, scale);
        MatrixTable sorted = new MatrixTable(viewModel, strings);
        Deck views = new Deck();
        views.getStyleClass().add("heat-map-frame");
        Segments<Shown> view = new Segments<>(Shown.MAP);
        view.setId("spectra-shown");
        view.getStyleClass().add("small");
        view.add(Shown.MAP, strings.get("spectra.map"), strings.get("spectra.map.tooltip"));
        view.add(Shown.TABLE, strings.get("spectra.table"), strings.get("spectra.table.tooltip"));
        view.add(Shown.TREE, strings.get("spectra.tree"), strings.get("spectra.tree.tooltip"));
        view.valueProperty()
                .subscribe(shown -> views.show(
                        switch (shown) {
                            case MAP -> scaled;
                            case TABLE -> sorted;
                            case TREE -> tree;
                        }));
        mapCard = new Card(strings.get("spectra.matrices"), views).atEnd(view);
        VBox.setVgrow(mapCard, Priority.ALWAYS);
        table.getStyleClass().add("metric-table");
        ColumnConstraints name = new ColumnConstraints();
        name.setHgrow(Priority.ALWAYS);
        ColumnConstraints value = new ColumnConstraints();
        value.setHalignment(HPos.RIGHT);
        table.getColumnConstraints().setAll(name, value);
        for (SpectrumMetric metric : SpectrumMetric.values()) {
            table.addRow(metric.ordinal(), nameOf(metric), valueOf(metric));
        }
        ScrollPane tableScroll = new Scroller(new VBox(notes, table));
        tableScroll.setFitToWidth(true);
        tableScroll.setId("spectra-metrics");
        // most metrics lie below its end: the arrow keys reach them
        tableScroll.setFocusTraversable(true);
        tableScroll.getStyleClass().add("metric-scroll");
        notes.getStyleClass().add("metric-notes");
        tableCard = new Card("", tableScroll);
        tableScroll.accessibleTextProperty().bind(tableCard.titleProperty());
        VBox.setVgrow(tableCard, Priority.ALWAYS);
        mapCard.setPrefHeight(HALF);
        tableCard.setPrefHeight(HALF);
        node = new VBox(12, mapCard, tableCard);

        theme.appearanceProperty().addListener((property, before, now) -> map.setPalette(theme.palette()));
        map.selectedProperty().addListener((property, before, now) -> chosenOnMap(now));
        viewModel.metricProperty().addListener((property, before, now) -> showMap());
        viewModel.metricsProperty().addListener((property, before, now) -> showMap());
        Runnable showTree =
                new CatchUp(tree, () -> showTree(viewModel.modelProperty().get()));
        viewModel.modelProperty().addListener((property, before, now) -> showTree.run());
        viewModel.selectedProperty().addListener((property, before, now) -> showSelected(now));
        showTree(viewModel.modelProperty().get());
        showMap();
        showSelected(viewModel.selectedProperty().get());
    }

    /** The map for a file. */
    HeatMapPicture.Content mapContent() {
        return new HeatMapPicture.Content(
                strings.get(viewModel.metricProperty().get().key()),
                map.data(),
                false,
                scale.lowest(),
                scale.highest());
    }

    Node map() {
        return mapCard;
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
        grid = new LayerGrid<>(viewModel.metricsProperty().get(), MatrixMetrics::matrix);
        HeatMap.Data data = grid.data(
                metrics -> metrics.value(metric),
                metrics -> metric.write(metrics.value(metric)).replace(" %", ""),
                metric.write(Double.NaN),
                metrics -> hint(metrics, metric));
        map.setData(data);
        scale.setEnds(data, metric::write);
        showSelected(viewModel.selectedProperty().get());
    }

    /** The value, and a sentence where there is none for a reason. */
    private String hint(MatrixMetrics metrics, SpectrumMetric metric) {
        String words = metrics.matrix().shortName() + "\n" + strings.get(metric.key()) + "  "
                + metric.write(metrics.value(metric));
        return metrics.problem().isEmpty() ? words : words + "\n" + metrics.problem();
    }

    /** Brings the chosen row of a long map into sight. */
    private void scrollTo(int row) {
        double share = (row + 0.5) / map.data().rows().size();
        double seen = mapScroll.getViewportBounds().getHeight() / Math.max(1, map.getHeight());
        if (seen > 0 && seen < 1) {
            double top = mapScroll.getVvalue() * (1 - seen);
            if (share < top || share > top + seen) {
                mapScroll.setVvalue(Math.max(0, Math.min(1, (share - seen / 2) / (1 - seen))));
            }
        }
    }

    private void chosenOnMap(HeatMap.@Nullable Cell cell) {
        if (cell != null) {
            grid.at(cell).map(MatrixMetrics::matrix).ifPresent(viewModel.selectedProperty()::set);
        }
    }

    private void showSelected(@Nullable MatrixSummary matrix) {
        HeatMap.Cell cell = matrix == null ? null : grid.cellOf(matrix);
        if (matrix != null && cell != null) {
            map.selectedProperty().set(cell);
            tree.select(matrix);
            scrollTo(cell.row());
        }
        showTable();
    }

    private void showTable() {
        MatrixSummary matrix = viewModel.selectedProperty().get();
        Optional<MatrixMetrics> metrics = viewModel.metricsProperty().get().stream()
                .filter(each -> each.matrix().equals(matrix))
                .findFirst();
        if (matrix != null) {
            tableCard.titleProperty().set(matrix.shortName());
            tableCard.noteProperty().set(matrix.rows() + " × " + matrix.columns());
        }
        table.setVisible(metrics.isPresent() && metrics.get().problem().isEmpty());
        table.setManaged(table.isVisible());
        notes.getChildren().setAll(metrics.map(MatrixPane::notesOf).orElse(List.of()));
        metrics.ifPresent(each -> values.forEach((metric, label) -> label.setText(metric.write(each.value(metric)))));
    }

    /** Why there are no numbers, or what to know of them. */
    private static List<Label> notesOf(MatrixMetrics metrics) {
        return metrics.problem().isEmpty()
                ? metrics.notes().stream()
                        .map(words -> note(words, "metric-note"))
                        .toList()
                : List.of(note(metrics.problem(), "problem-note"));
    }

    private Label nameOf(SpectrumMetric metric) {
        Label name = new Label(strings.get(metric.key()));
        name.getStyleClass().add("muted");
        name.setTooltip(new Tooltip(strings.get(metric.about())));
        return name;
    }

    private Label valueOf(SpectrumMetric metric) {
        Label value = new Label();
        value.getStyleClass().addAll("mono", "metric-value");
        value.setMinWidth(Region.USE_PREF_SIZE);
        values.put(metric, value);
        return value;
    }

    private static Label note(String words, String style) {
        Label note = new Label(words);
        note.getStyleClass().add(style);
        note.setWrapText(true);
        note.setMinHeight(Region.USE_PREF_SIZE);
        return note;
    }
}
