package org.t2workbench.app.experts.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.t2workbench.app.chart.ColourRamp;
import org.t2workbench.app.chart.ColourScale;
import org.t2workbench.app.chart.CurveChart;
import org.t2workbench.app.chart.HeatMap;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.ChoiceWords;
import org.t2workbench.app.control.EmptyState;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.workbench.ExpertContrast;
import org.t2workbench.app.workbench.ExpertSimilarity;

/** How alike the experts are, as a table of cosines; and beside it what one changes that another does not. */
final class SimilarityPane {

    private static final double NAMES = 104;
    private static final double LEFT = 520;

    private final SimilarityViewModel viewModel;
    private final Strings strings;
    private final HeatMap map;
    private final CurveChart layers;
    private final Card layersCard;
    private final Label note = new Label();
    private final PartFrame frame;
    private final ObservableList<Integer> shownLayers = FXCollections.observableArrayList(ExpertSimilarity.WHOLE);

    SimilarityPane(SimilarityViewModel viewModel, Theme theme, Strings strings) {
        this.viewModel = viewModel;
        this.strings = strings;
        map = new HeatMap(theme.palette(), NAMES).ofCosines();
        map.setId("similarity-map");
        map.selectedProperty().addListener((property, before, now) -> {
            if (now != null) {
                viewModel.choose(now.row(), now.column());
            }
        });
        layers = new CurveChart(CurveChart.Scale.FREE, theme.palette());
        layers.setId("similarity-layers");
        layers.setAccessibleText(strings.get("inspect.similarity.layers", "", ""));
        theme.appearanceProperty().addListener((property, before, now) -> {
            map.setPalette(theme.palette());
            layers.setPalette(theme.palette());
        });
        ColourScale scale = new ColourScale(ColourRamp.CIVIDIS);
        scale.setEnds("−1", "1");
        note.setId("similarity-note");
        note.getStyleClass().add("small-note");
        note.setWrapText(true);
        note.setMinHeight(Region.USE_PREF_SIZE);
        VBox.setVgrow(map, Priority.ALWAYS);
        VBox inside = new VBox(6, map, scale, note);
        inside.getStyleClass().add("heat-map-frame");
        Card mapCard = new Card(strings.get("inspect.similarity.title"), inside);
        mapCard.noteProperty().set(strings.get("inspect.similarity.note"));
        VBox.setVgrow(mapCard, Priority.ALWAYS);
        mapCard.setPrefHeight(380);
        layersCard = Card.ofChart("", layers);
        layersCard.noteProperty().set(strings.get("inspect.similarity.lines"));
        layersCard.setPrefHeight(220);
        VBox.setVgrow(layersCard, Priority.ALWAYS);
        VBox left = new VBox(12, mapCard, layersCard);
        left.setMinWidth(LEFT);
        left.setMaxWidth(LEFT);
        ContrastPane contrast = new ContrastPane(viewModel, strings);
        HBox.setHgrow(contrast.node(), Priority.ALWAYS);
        HBox body = new HBox(12, left, contrast.node());
        frame = new PartFrame(body, map, viewModel::setActive, weighting(), layerBox(), export(body));
        viewModel.similarityProperty().addListener((property, before, now) -> show());
        viewModel.problemProperty().addListener((property, before, now) -> show());
        viewModel.weightedProperty().addListener((property, before, now) -> show());
        viewModel.layerProperty().addListener((property, before, now) -> show());
        viewModel.contrastProperty().addListener((property, before, now) -> showLayers());
        show();
    }

    Part part() {
        return frame;
    }

    private Segments<Boolean> weighting() {
        Segments<Boolean> weighted = new Segments<>(false);
        weighted.setId("similarity-weighted");
        weighted.add(false, strings.get("inspect.similarity.plain"), strings.get("inspect.similarity.plain.note"));
        weighted.add(true, strings.get("inspect.similarity.weighted"), strings.get("inspect.similarity.weighted.note"));
        weighted.valueProperty()
                .addListener(
                        (property, before, now) -> viewModel.weightedProperty().set(now));
        return weighted;
    }

    private ComboBox<Integer> layerBox() {
        ComboBox<Integer> layer = new ComboBox<>(shownLayers);
        layer.setId("similarity-layer");
        layer.setAccessibleText(strings.get("inspect.similarity.layer.tooltip"));
        layer.setTooltip(new Tooltip(strings.get("inspect.similarity.layer.tooltip")));
        layer.setConverter(new ChoiceWords<>(this::layerName));
        layer.setValue(ExpertSimilarity.WHOLE);
        layer.valueProperty().addListener((property, before, now) -> {
            if (now != null) {
                viewModel.layerProperty().set(now);
            }
        });
        return layer;
    }

    private ExportMenu export(Node body) {
        ExportMenu export = new ExportMenu("similarity-export", viewModel.files(), strings, body, () -> "similarity")
                .csv(
                        strings.get("inspect.export.cosines"),
                        () -> "similarity",
                        () -> Objects.requireNonNull(
                                viewModel.similarityProperty().get())::csv)
                .csv(
                        strings.get("inspect.contrast.matrices"),
                        () -> "difference-matrices",
                        () -> contrast()::matricesCsv)
                .csv(
                        strings.get("inspect.contrast.components"),
                        () -> "difference-components",
                        () -> contrast()::componentsCsv);
        export.disableProperty().bind(viewModel.similarityProperty().isNull());
        return export;
    }

    private ExpertContrast contrast() {
        return Objects.requireNonNull(viewModel.contrastProperty().get());
    }

    private String layerName(int layer) {
        return layer == ExpertSimilarity.WHOLE
                ? strings.get("inspect.similarity.whole")
                : strings.get("model.layer", String.valueOf(layer));
    }

    private void show() {
        ExpertSimilarity similarity = viewModel.similarityProperty().get();
        String problem = viewModel.problemProperty().get();
        if (similarity == null && !problem.isEmpty()) {
            frame.show(new EmptyState(Feather.GRID, strings.get("inspect.similarity.empty"), problem));
            return;
        }
        frame.showBody();
        note.setText(viewModel.note());
        if (similarity == null) {
            return;
        }
        List<Integer> wanted = new ArrayList<>(List.of(ExpertSimilarity.WHOLE));
        wanted.addAll(similarity.layers());
        if (!shownLayers.equals(wanted)) {
            shownLayers.setAll(wanted);
        }
        map.setData(data(similarity));
        showLayers();
    }

    private HeatMap.Data data(ExpertSimilarity similarity) {
        List<String> names = similarity.experts().stream().map(viewModel::name).toList();
        List<List<Double>> values = similarity.cosines(
                viewModel.layerProperty().get(), viewModel.weightedProperty().get());
        List<List<String>> texts = new ArrayList<>();
        List<List<String>> hints = new ArrayList<>();
        for (int row = 0; row < values.size(); row++) {
            List<String> textRow = new ArrayList<>();
            List<String> hintRow = new ArrayList<>();
            for (int column = 0; column < values.size(); column++) {
                String written = cosine(values.get(row).get(column));
                textRow.add(written);
                hintRow.add(strings.get("inspect.similarity.hint", names.get(row), names.get(column), written));
            }
            texts.add(textRow);
            hints.add(hintRow);
        }
        return values.isEmpty() ? HeatMap.Data.EMPTY : new HeatMap.Data(names, names, values, texts, hints);
    }

    /** The chosen two, layer by layer. */
    private void showLayers() {
        ExpertSimilarity similarity = viewModel.similarityProperty().get();
        var first = viewModel.firstProperty().get();
        var second = viewModel.secondProperty().get();
        if (similarity == null || first == null || second == null) {
            layers.setCurves(List.of(), 1);
            return;
        }
        layersCard.titleProperty().set(strings.get("inspect.similarity.layers", first.name(), second.name()));
        int row = similarity.experts().indexOf(first.id());
        int column = similarity.experts().indexOf(second.id());
        if (row >= 0 && column >= 0) {
            map.selectedProperty().set(new HeatMap.Cell(row, column));
        }
        List<CurveChart.Curve> curves = new ArrayList<>();
        for (boolean weighted : new boolean[] {false, true}) {
            List<CurveChart.Point> points = new ArrayList<>();
            for (int layer : similarity.layers()) {
                List<List<Double>> cosines = similarity.cosines(layer, weighted);
                double value = row < 0 || column < 0 || cosines.isEmpty()
                        ? Double.NaN
                        : cosines.get(row).get(column);
                if (!Double.isNaN(value)) {
                    points.add(CurveChart.Point.of(layer, value));
                }
            }
            if (!points.isEmpty()) {
                curves.add(new CurveChart.Curve(
                        strings.get(weighted ? "inspect.similarity.weighted" : "inspect.similarity.plain"),
                        weighted ? 2 : 1,
                        weighted ? CurveChart.Form.LINE : CurveChart.Form.MARKED,
                        points));
            }
        }
        layers.setCurves(curves, 1);
    }

    private static String cosine(double value) {
        return Double.isNaN(value)
                ? "n/a"
                : String.format(Locale.ROOT, "%.2f", value).replace('-', '\u2212');
    }
}
