package org.t2workbench.app.spectra;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javafx.animation.PauseTransition;
import javafx.collections.ListChangeListener;
import javafx.collections.SetChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.t2workbench.app.chart.SpectrumChart;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.ChartMenu;
import org.t2workbench.app.control.ChoiceWords;
import org.t2workbench.app.control.Deck;
import org.t2workbench.app.control.EmptyState;
import org.t2workbench.app.control.PictureClipboard;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.spectra.directions.DirectionsPane;
import org.t2workbench.app.staging.CatchUp;
import org.t2workbench.app.staging.GradualColumn;
import org.t2workbench.app.staging.GradualRow;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.workbench.DecompositionStatus;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.app.workbench.Quantities;
import org.t2workbench.app.workbench.SpectrumCurves;
import org.t2workbench.app.workbench.SpectrumMetric;

/** The Spectra screen. */
public final class SpectraView extends VBox {

    private static final double LEFT = 376;
    private static final Duration MOMENT = Duration.millis(200);

    /** What stands below the chart. */
    private enum Below {
        KEEP,
        EDIT
    }

    private final SpectraViewModel viewModel;
    private final Strings strings;
    private final SpectrumChart chart;
    private final StackPane message = new StackPane();
    private final PauseTransition measuring = new PauseTransition(MOMENT);
    private final Node charts;
    private final Card chartCard;
    private final MatrixPane matrices;
    private final Label problem = new Label();

    public SpectraView(SpectraViewModel viewModel, Theme theme, Strings strings) {
        super(12);
        this.viewModel = viewModel;
        this.strings = strings;
        setId("spectra");
        getStyleClass().add("screen");
        chart = new SpectrumChart(theme.palette());
        chart.setId("spectrum-chart");
        problem.setId("spectra-problem");
        problem.getStyleClass().add("problem-note");
        problem.setWrapText(true);
        problem.textProperty().bind(viewModel.problemProperty());
        // it lies over the chart, which is to be clicked
        problem.setMouseTransparent(true);
        problem.visibleProperty().bind(problem.textProperty().isNotEmpty());
        Label nothing = new Label();
        nothing.setId("spectra-nothing");
        nothing.getStyleClass().add("muted");
        nothing.setWrapText(true);
        nothing.setMouseTransparent(true);
        nothing.textProperty().bind(viewModel.chart().nothingProperty());
        StackPane framed = new StackPane(chart, problem, nothing);
        VBox.setVgrow(framed, Priority.ALWAYS);
        VBox drawn = new VBox(new ChartLegend(viewModel.chart(), theme, strings), framed);
        chartCard = new Card(strings.get("spectra.spectrum"), drawn).atEnd(chartTools());
        VBox.setVgrow(chartCard, Priority.ALWAYS);
        Card below = below();
        below.setMinHeight(Region.USE_PREF_SIZE);
        VBox right = new VBox(12, chartCard, below);
        HBox.setHgrow(right, Priority.ALWAYS);
        right.setMinWidth(0);
        matrices = new MatrixPane(viewModel, theme, strings);
        VBox left = matrices.node();
        left.setMinWidth(LEFT);
        left.setMaxWidth(LEFT);
        HBox upper = new HBox(12, left, right);
        VBox.setVgrow(upper, Priority.ALWAYS);
        charts = new VBox(12, upper, new DirectionsPane(viewModel.directions(), strings));
        chart.chosenProperty()
                .addListener((property, before, now) ->
                        viewModel.directions().componentProperty().set(now.intValue()));
        StackPane body = new StackPane(charts, message);
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().setAll(tools(), body);

        theme.appearanceProperty().addListener((property, before, now) -> chart.setPalette(theme.palette()));
        chart.chosenProperty()
                .addListener(
                        (property, before, now) -> viewModel.componentProperty().set(now.intValue()));
        viewModel.chart().dataProperty().addListener((property, before, now) -> chart.setData(now));
        viewModel.chart().hidden().addListener((SetChangeListener<String>)
                change -> chart.setHidden(Set.copyOf(viewModel.chart().hidden())));
        viewModel.curvesProperty().addListener((property, before, now) -> showTitle(now));
        viewModel.stateProperty().addListener((property, before, now) -> showState(now));
        measuring.setOnFinished(
                event -> message.getChildren().setAll(empty("spectra.loading", "spectra.loading.text")));
        showState(viewModel.stateProperty().get());
        showTitle(viewModel.curvesProperty().get());
        chart.setData(viewModel.chart().dataProperty().get());
    }

    private HBox tools() {
        ComboBox<SpectrumMetric> metric = new ComboBox<>();
        metric.setId("spectra-metric");
        metric.getItems().setAll(SpectrumMetric.values());
        metric.setConverter(new ChoiceWords<>(value -> strings.get(value.key())));
        metric.valueProperty().bindBidirectional(viewModel.metricProperty());
        metric.setTooltip(new Tooltip());
        metric.getTooltip().textProperty().bind(viewModel.metricProperty().map(value -> strings.get(value.about())));
        ComboBox<Overlay> overlay = new ComboBox<>(viewModel.overlays());
        overlay.setId("spectra-overlay");
        overlay.setConverter(new ChoiceWords<>(Overlay::name));
        overlay.valueProperty().bindBidirectional(viewModel.overlayProperty());
        overlay.setTooltip(new Tooltip(strings.get("spectra.overlay.tooltip")));
        Label metricName = new Label(strings.get("spectra.metric"));
        metricName.getStyleClass().add("muted");
        Label overlayName = new Label(strings.get("spectra.overlay"));
        overlayName.getStyleClass().add("muted");
        metricName.setLabelFor(metric);
        overlayName.setLabelFor(overlay);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox tools = new GradualRow(10, metricName, metric, overlayName, overlay, overlaid(), gap, exports());
        tools.setAlignment(Pos.CENTER_LEFT);
        tools.setMinHeight(Region.USE_PREF_SIZE);
        return tools;
    }

    private HBox chartTools() {
        ChartViewModel model = viewModel.chart();
        Segments<SpectrumTab> tab = new Segments<>(SpectrumTab.SPECTRUM);
        tab.setId("spectra-tab");
        tab.getStyleClass().add("small");
        tab.add(SpectrumTab.SPECTRUM, strings.get("spectra.tab.spectrum"), strings.get("spectra.tab.spectrum.tooltip"));
        tab.add(SpectrumTab.ENERGY, strings.get("spectra.tab.energy"), strings.get("spectra.tab.energy.tooltip"));
        tab.add(SpectrumTab.DENSITY, strings.get("spectra.tab.density"), strings.get("spectra.tab.density.tooltip"));
        tab.add(SpectrumTab.GAINS, strings.get("spectra.tab.gains"), strings.get("spectra.tab.gains.tooltip"));
        tab.valueProperty().bindBidirectional(model.tabProperty());
        Segments<Boolean> scale = new Segments<>(true);
        scale.setId("spectra-scale");
        scale.getStyleClass().add("small");
        scale.add(true, strings.get("spectra.log"), strings.get("spectra.log.tooltip"));
        scale.add(false, strings.get("spectra.linear"), strings.get("spectra.linear.tooltip"));
        scale.valueProperty().bindBidirectional(model.logarithmicProperty());
        scale.disableProperty().bind(model.tabProperty().isEqualTo(SpectrumTab.GAINS));
        Segments<Boolean> across = new Segments<>(false);
        across.setId("spectra-across");
        across.getStyleClass().add("small");
        across.add(false, strings.get("spectra.byIndex"), strings.get("spectra.byIndex.tooltip"));
        across.add(true, strings.get("spectra.byShare"), strings.get("spectra.byShare.tooltip"));
        across.valueProperty()
                .addListener((property, before, now) -> model.sharesProperty().set(now));
        across.disableProperty().bind(model.tabProperty().isEqualTo(SpectrumTab.DENSITY));
        HBox box = new GradualRow(8, tab, scale, across);
        box.setAlignment(Pos.CENTER_RIGHT);
        return box;
    }

    private Card below() {
        Node keep = new KeepPane(viewModel.keep(), strings).node();
        Node edit = new EditPane(viewModel.edit(), chart, strings).node();
        Deck commands = new Deck();
        VBox panes = new GradualColumn(8, commands, new AnswerPane(viewModel.keep(), strings).node());
        panes.getStyleClass().add("edit-pane");
        Segments<Below> shown = new Segments<>(Below.KEEP);
        shown.setId("spectra-below");
        shown.getStyleClass().add("small");
        shown.add(Below.KEEP, strings.get("spectra.below.keep"), strings.get("spectra.below.keep.tooltip"));
        shown.add(Below.EDIT, strings.get("spectra.below.edit"), strings.get("spectra.below.edit.tooltip"));
        shown.valueProperty().subscribe(now -> commands.show(now == Below.KEEP ? keep : edit));
        shown.valueProperty().addListener((property, before, now) -> {
            chart.brushingProperty().set(now == Below.EDIT);
            if (now != Below.EDIT) {
                chart.bandProperty().set(null);
            }
        });
        return new Card(strings.get("spectra.below"), panes).atEnd(shown);
    }

    /** Further experts over the same spectrum, and pinned matrices. */
    private MenuButton overlaid() {
        MenuButton menu = new MenuButton(strings.get("spectra.overlaid"));
        menu.setId("spectra-overlaid");
        menu.setTooltip(new Tooltip(strings.get("spectra.overlaid.tooltip")));
        Runnable fill = new CatchUp(menu, () -> fillOverlaid(menu));
        viewModel.overlays().addListener((ListChangeListener<Overlay>) change -> fill.run());
        menu.setOnShowing(event -> fillOverlaid(menu));
        fillOverlaid(menu);
        return menu;
    }

    private void fillOverlaid(MenuButton menu) {
        List<MenuItem> items = new ArrayList<>();
        for (Overlay overlay : viewModel.overlays()) {
            if (overlay.follows() || overlay.mixture().isNeutral()) {
                continue;
            }
            CheckMenuItem item = new CheckMenuItem(overlay.name());
            item.setMnemonicParsing(false);
            item.setSelected(viewModel.chart().overlaid().contains(overlay));
            item.setOnAction(event -> {
                if (item.isSelected()) {
                    viewModel.chart().overlaid().add(overlay);
                } else {
                    viewModel.chart().overlaid().remove(overlay);
                }
            });
            items.add(item);
        }
        MenuItem pin = new MenuItem(strings.get("spectra.pin"));
        pin.setOnAction(event -> viewModel.chart().pin());
        MenuItem unpin = new MenuItem(strings.get("spectra.unpin"));
        unpin.setDisable(viewModel.chart().pinnedCount() == 0);
        unpin.setOnAction(event -> viewModel.chart().unpinAll());
        items.add(new SeparatorMenuItem());
        items.add(pin);
        items.add(unpin);
        menu.getItems().setAll(items);
    }

    private MenuButton exports() {
        MenuButton menu = new MenuButton(strings.get("spectra.export"));
        menu.setId("spectra-export");
        menu.setTooltip(new Tooltip(strings.get("spectra.export.tooltip")));
        menu.getItems().setAll(ChartMenu.items("spectra-export", strings, chartCard, viewModel.chart()::export));
        MenuItem copyMap = new MenuItem(strings.get("spectra.export.map.copy"));
        copyMap.setOnAction(event -> PictureClipboard.copy(matrices.map()));
        MenuItem mapPng = new MenuItem(strings.get("spectra.export.map", "PNG"));
        mapPng.setOnAction(event -> viewModel.maps().png(matrices.mapContent()));
        MenuItem mapSvg = new MenuItem(strings.get("spectra.export.map", "SVG"));
        mapSvg.setOnAction(event -> viewModel.maps().svg(matrices.mapContent()));
        MenuItem metrics = new MenuItem(strings.get("spectra.export.metrics"));
        metrics.setOnAction(event -> viewModel.exportMetrics());
        menu.getItems().addAll(new SeparatorMenuItem(), copyMap, mapPng, mapSvg, new SeparatorMenuItem(), metrics);
        return menu;
    }

    /** The charts, or words in their place; that they are being measured only when that is not done in a moment. */
    private void showState(SpectraState state) {
        measuring.stop();
        charts.setVisible(state == SpectraState.READY);
        // or else it would take the clicks on the charts
        message.setVisible(state != SpectraState.READY);
        switch (state) {
            case READY -> message.getChildren().clear();
            case LOADING -> {
                message.getChildren().clear();
                measuring.playFromStart();
            }
            case NO_MODEL -> message.getChildren().setAll(empty("spectra.noModel", "spectra.noModel.text"));
            case FAILED -> message.getChildren().setAll(failed());
            case NEEDS_DECOMPOSITION -> message.getChildren().setAll(needsDecomposition());
        }
    }

    private Node empty(String title, String text) {
        return new EmptyState(Feather.ACTIVITY, strings.get(title), strings.get(text));
    }

    private Node failed() {
        Button again = new Button(strings.get("spectra.failed.again"));
        again.setId("spectra-measure");
        again.getStyleClass().add("accent");
        again.setOnAction(event -> viewModel.measure());
        return new EmptyState(Feather.ACTIVITY, strings.get("spectra.failed"), viewModel.failure(), again);
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

    private void showTitle(@Nullable SpectrumCurves curves) {
        if (curves != null) {
            ModelSummary model = viewModel.modelProperty().get();
            String name = curves.matrix().shortName();
            chartCard
                    .titleProperty()
                    .set(
                            model != null && model.quantised()
                                    ? strings.get("spectra.dequantised", name, model.storedDtype())
                                    : name);
        }
    }
}
