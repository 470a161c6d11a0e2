package org.t2workbench.app.experts.adapt;

import java.util.List;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.chart.CurveChart;
import org.t2workbench.app.chart.CurveChart.Scale;
import org.t2workbench.app.chart.LineStyle;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.EmptyState;
import org.t2workbench.app.control.LegendEntry;
import org.t2workbench.app.control.NoteLabel;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.workbench.MixtureSetting;

/** The search: where it stands, its population, what is best so far, its course. */
final class SearchView extends StackPane {

    private static final double CURVES = 196;
    private static final double SCORES_DELAY = 70;
    private static final double SPREADS_DELAY = 140;

    private final AdaptViewModel viewModel;
    private final Strings strings;
    private final Pictures pictures;
    private final Label status = new Label();
    private final Label progress = new Label();
    private final ProgressBar bar = new ProgressBar(0);
    private final Label warning = new NoteLabel("adapt-warning", "warning-note", Feather.ALERT_TRIANGLE);
    private final Label failure = new NoteLabel("adapt-failure", "problem-note", Feather.X_CIRCLE);
    private final Label unusable = new NoteLabel("adapt-unusable", "warning-note", Feather.ALERT_TRIANGLE);
    private final Label alphas = new Label();
    private final Label best = new Label();
    private final Label applyProblem = new Label();
    private final Button apply = new Button();
    private final Button save = new Button();
    private final CurveChart scores;
    private final CurveChart spreads;
    private final HBox legend = new HBox(12);
    private List<String> legendNames = List.of();

    SearchView(AdaptViewModel viewModel, Theme theme, Strings strings, Consumer<MixtureSetting> onApplied) {
        this.viewModel = viewModel;
        this.strings = strings;
        this.pictures = new Pictures(viewModel, strings);
        setMinSize(0, 0);
        PopulationView population = new PopulationView(viewModel, pictures, theme, strings);
        scores = chart(Scale.SHARE, theme, "adapt-chart-score");
        spreads = chart(Scale.FROM_ZERO, theme, "adapt-chart-alpha");
        VBox.setVgrow(population, Priority.ALWAYS);
        VBox body = new VBox(12, strip(), population, result(onApplied), curves());
        EmptyState none = new EmptyState(Feather.TARGET, strings.get("adapt.none"), strings.get("adapt.none.text"));
        EmptyState noModel =
                new EmptyState(Feather.TARGET, strings.get("train.noModel"), strings.get("adapt.noModel.text"));
        getChildren().setAll(body, none, noModel);
        InvalidationListener state = change -> {
            SearchState now = viewModel.stateProperty().get();
            body.setVisible(now.hasSearch());
            none.setVisible(now == SearchState.READY);
            noModel.setVisible(now == SearchState.NO_MODEL);
            showState();
        };
        InvalidationListener words = change -> {
            showShown();
            showState();
        };
        List.of(new Later(SCORES_DELAY, this::showScores), new Later(SPREADS_DELAY, this::showSpreads))
                .forEach(later -> {
                    viewModel.requestProperty().addListener(later);
                    viewModel.found().placeProperty().addListener(later);
                    viewModel.scrub().generationsProperty().addListener(later);
                    viewModel.scrub().shownProperty().addListener(later);
                    later.run();
                });
        viewModel.stateProperty().addListener(state);
        viewModel.requestProperty().addListener(words);
        viewModel.found().unusableProperty().addListener(words);
        viewModel.scrub().generationsProperty().addListener(words);
        viewModel.scrub().shownProperty().addListener(words);
        state.invalidated(viewModel.stateProperty());
        words.invalidated(viewModel.stateProperty());
    }

    private static CurveChart chart(Scale scale, Theme theme, String id) {
        CurveChart chart = new CurveChart(scale, theme.palette());
        chart.setId(id);
        theme.appearanceProperty().addListener((property, before, now) -> chart.setPalette(theme.palette()));
        return chart;
    }

    private VBox strip() {
        status.setId("adapt-status");
        status.getStyleClass().add("strong");
        status.setMinWidth(Region.USE_PREF_SIZE);
        progress.setId("adapt-progress");
        progress.getStyleClass().add("muted");
        progress.setMinWidth(0);
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.getStyleClass().add("thin-bar");
        bar.managedProperty().bind(bar.visibleProperty());
        failure.textProperty().bind(viewModel.failureProperty());
        unusable.textProperty().bind(viewModel.found().unusableProperty());
        HBox line = new HBox(12, status, progress);
        line.setAlignment(Pos.CENTER_LEFT);
        VBox strip = new VBox(6, line, bar, warning, failure, unusable);
        strip.getStyleClass().add("run-strip");
        strip.setMinHeight(Region.USE_PREF_SIZE);
        return strip;
    }

    private HBox result(Consumer<MixtureSetting> onApplied) {
        alphas.setId("adapt-best-alpha");
        alphas.getStyleClass().addAll("strong", "adapt-alphas");
        alphas.setMinWidth(0);
        best.setId("adapt-best");
        best.getStyleClass().add("muted");
        best.setMinWidth(0);
        applyProblem.setId("adapt-apply-problem");
        applyProblem.getStyleClass().add("small-note");
        applyProblem.setWrapText(true);
        applyProblem.setMinHeight(Region.USE_PREF_SIZE);
        applyProblem.managedProperty().bind(applyProblem.textProperty().isNotEmpty());
        VBox words = new VBox(3, alphas, best, applyProblem);
        HBox.setHgrow(words, Priority.ALWAYS);
        save.setId("adapt-save");
        save.setText(strings.get("adapt.save"));
        save.setGraphic(new FontIcon(Feather.SAVE));
        save.setTooltip(new Tooltip(strings.get("adapt.save.tooltip")));
        save.setMinWidth(Region.USE_PREF_SIZE);
        save.setOnAction(event -> viewModel.found().save());
        apply.setId("adapt-apply");
        apply.setText(strings.get("adapt.apply"));
        apply.setGraphic(new FontIcon(Feather.COLUMNS));
        apply.setTooltip(new Tooltip(strings.get("adapt.apply.tooltip")));
        apply.setMinWidth(Region.USE_PREF_SIZE);
        apply.setOnAction(event -> viewModel.found().apply(onApplied));
        HBox row = new HBox(10, words, save, apply);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("run-strip");
        row.setMinHeight(Region.USE_PREF_SIZE);
        return row;
    }

    private GridPane curves() {
        GridPane grid = new GridPane();
        grid.setHgap(12);
        grid.getRowConstraints().setAll(new RowConstraints(CURVES, CURVES, CURVES));
        ColumnConstraints half = new ColumnConstraints();
        half.setPercentWidth(50);
        grid.getColumnConstraints().setAll(half, half);
        legend.setAlignment(Pos.CENTER_RIGHT);
        HBox scoreLegend = new HBox(
                12,
                LegendEntry.ofLine("adapt-series-0", strings.get("adapt.legend.members")),
                LegendEntry.ofLine("adapt-series-1", strings.get("adapt.legend.best")));
        scoreLegend.setAlignment(Pos.CENTER_RIGHT);
        grid.add(new Card(strings.get("adapt.chart.score"), scores).atEnd(scoreLegend), 0, 0);
        grid.add(new Card(strings.get("adapt.chart.alpha"), spreads).atEnd(legend), 1, 0);
        return grid;
    }

    private void showState() {
        SearchState state = viewModel.stateProperty().get();
        status.setText(
                switch (state) {
                    case NO_MODEL, READY -> "";
                    case WAITING -> strings.get("train.state.waiting");
                    case SEARCHING -> strings.get("adapt.state.searching");
                    case STOPPING -> strings.get("train.state.stopping");
                    case WATCHED -> strings.get("adapt.state.watched");
                    case STOPPED -> strings.get("train.state.stopped");
                    case FAILED -> strings.get("train.state.failed");
                    case FINISHED -> strings.get("train.state.finished");
                });
        progress.setText(viewModel.progressWords());
        int all = viewModel.generations();
        bar.setProgress(
                state == SearchState.WAITING
                        ? ProgressBar.INDETERMINATE_PROGRESS
                        : all == 0 ? 0 : (double) viewModel.scrub().count() / all);
        bar.setVisible(state.isGrowing());
    }

    private void showShown() {
        warning.setText(viewModel.warningWords());
        alphas.setText(viewModel.alphaWords());
        best.setText(viewModel.bestWords());
        save.setDisable(!viewModel.found().canSave());
        apply.setDisable(!viewModel.found().canApply());
        applyProblem.setText(viewModel.found().applyProblem());
    }

    /** The generation that is looked at; NaN for none. */
    private double marked() {
        int shown = viewModel.scrub().shownProperty().get();
        return shown == 0 ? Double.NaN : shown;
    }

    private void showScores() {
        scores.setCurves(pictures.scores(), viewModel.generations(), marked());
    }

    private void showSpreads() {
        spreads.setCurves(pictures.alphas(), viewModel.generations(), marked());
        List<String> names = viewModel.found().names();
        if (names.equals(legendNames)) {
            return;
        }
        legendNames = names;
        legend.getChildren().clear();
        for (int k = 0; k < names.size(); k++) {
            legend.getChildren()
                    .add(LegendEntry.ofLine("adapt-series-" + (k + 1), names.get(k), LineStyle.dash(k + 1)));
        }
    }
}
