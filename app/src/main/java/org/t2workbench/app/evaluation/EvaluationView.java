package org.t2workbench.app.evaluation;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.control.EmptyState;
import org.t2workbench.app.control.NoteLabel;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.control.Ticker;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.staging.CatchUp;
import org.t2workbench.app.staging.GradualColumn;
import org.t2workbench.app.staging.GradualRow;
import org.t2workbench.app.theme.Theme;

/** The Evaluate screen: the form at the left; at the right the figures of an evaluation, or its answers. */
public final class EvaluationView extends HBox {

    private static final int LISTED = 14;
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final EvaluationViewModel viewModel;
    private final Strings strings;
    private final FormView form;
    private final Segments<Boolean> shown = new Segments<>(false);

    public EvaluationView(EvaluationViewModel viewModel, Theme theme, Strings strings) {
        super(12);
        this.viewModel = viewModel;
        this.strings = strings;
        setId("evaluate");
        getStyleClass().add("screen");
        form = new FormView(viewModel, strings);
        ResultsView results = new ResultsView(
                viewModel, theme, strings, () -> shown.valueProperty().set(true));
        AnswersView answers = new AnswersView(viewModel, strings);
        shown.setId("evaluate-shown");
        shown.add(false, strings.get("evaluate.show.figures"), strings.get("evaluate.show.figures.tooltip"));
        shown.add(true, strings.get("evaluate.show.answers"), strings.get("evaluate.show.answers.tooltip"));
        shown.valueProperty().addListener((property, before, now) -> {
            if (now) {
                chooseRow();
            }
        });
        results.visibleProperty().bind(shown.valueProperty().isEqualTo(false));
        answers.visibleProperty().bind(shown.valueProperty().isEqualTo(true));
        StackPane parts = new StackPane(results, answers);
        VBox.setVgrow(parts, Priority.ALWAYS);
        parts.setMinSize(0, 0);
        VBox body = new VBox(12, strip(), parts);
        StackPane empty = new StackPane();
        StackPane views = new StackPane(body, empty);
        views.setMinSize(0, 0);
        VBox.setVgrow(views, Priority.ALWAYS);
        VBox right = new VBox(12, tools(), views);
        right.setMinWidth(0);
        HBox.setHgrow(right, Priority.ALWAYS);
        getChildren().setAll(form.card(), right);
        Runnable show = () -> {
            boolean none = viewModel.stateProperty().get() == EvaluationState.NONE;
            body.setVisible(!none);
            empty.setVisible(none);
            shown.setDisable(none);
            empty.getChildren().setAll(none ? List.of(emptyState()) : List.of());
        };
        viewModel.stateProperty().addListener((property, before, now) -> show.run());
        Runnable showModel = new CatchUp(views, show);
        viewModel.modelProperty().addListener((property, before, now) -> showModel.run());
        show.run();
        Ticker.whileShowing(this, viewModel::sample);
    }

    /** The tasks, for the keyboard's first focus. */
    public Node firstFocus() {
        return form.firstFocus();
    }

    private Node emptyState() {
        if (viewModel.modelProperty().get() == null) {
            return new EmptyState(
                    Feather.BAR_CHART_2, strings.get("evaluate.noModel"), strings.get("evaluate.noModel.text"));
        }
        Button first = new Button(strings.get("evaluate.start"), new FontIcon(Feather.PLAY));
        first.setId("evaluate-first");
        first.disableProperty().bind(viewModel.form().problemProperty().isNotEmpty());
        first.setOnAction(event -> viewModel.start());
        return new EmptyState(
                Feather.BAR_CHART_2, strings.get("evaluate.none"), strings.get("evaluate.none.text"), first);
    }

    /** Answers of nothing would be an empty page. */
    private void chooseRow() {
        if (viewModel.answers().rowProperty().get() == null) {
            viewModel.rows().stream()
                    .filter(row -> !row.isBase())
                    .findFirst()
                    .or(() -> viewModel.rows().stream().findFirst())
                    .ifPresent(viewModel.answers().rowProperty()::set);
        }
    }

    private HBox tools() {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox tools = new GradualRow(8, shown, gap, keptMenu(), exportMenu());
        tools.setAlignment(Pos.CENTER_LEFT);
        return tools;
    }

    private MenuButton keptMenu() {
        MenuButton menu = new MenuButton(strings.get("evaluate.kept"), new FontIcon(Feather.ARCHIVE));
        menu.setId("evaluate-kept");
        menu.setTooltip(new Tooltip(strings.get("evaluate.kept.tooltip")));
        Runnable fill = () -> {
            menu.getItems().clear();
            viewModel.kept().stream().limit(LISTED).forEach(each -> {
                MenuItem item = new MenuItem(strings.get(
                        each.complete() ? "evaluate.kept.complete" : "evaluate.kept.stopped",
                        each.name(),
                        WHEN.format(each.begun())));
                item.setMnemonicParsing(false);
                item.setOnAction(event -> viewModel.open(each.folder()));
                menu.getItems().add(item);
            });
            if (menu.getItems().isEmpty()) {
                MenuItem none = new MenuItem(strings.get("evaluate.kept.none"));
                none.setDisable(true);
                menu.getItems().add(none);
            }
        };
        viewModel.kept().addListener((ListChangeListener<KeptEvaluation>) change -> fill.run());
        fill.run();
        return menu;
    }

    private MenuButton exportMenu() {
        MenuButton menu = new MenuButton(strings.get("evaluate.export"), new FontIcon(Feather.DOWNLOAD));
        menu.setId("evaluate-export");
        menu.setTooltip(new Tooltip(strings.get("evaluate.export.tooltip")));
        menu.setDisable(true);
        for (EvaluationExports.Format format : EvaluationExports.Format.values()) {
            MenuItem item = new MenuItem(strings.get(
                    switch (format) {
                        case CSV -> "evaluate.export.csv";
                        case MARKDOWN -> "evaluate.export.markdown";
                        case LATEX -> "evaluate.export.latex";
                        case JSON -> "evaluate.export.json";
                        case PNG -> "evaluate.export.png";
                        case SVG -> "evaluate.export.svg";
                    }));
            item.setId("evaluate-export-" + format.ending());
            item.setOnAction(event -> viewModel.exports().export(format));
            menu.getItems().add(item);
        }
        viewModel.rows().addListener((ListChangeListener<ResultRow>)
                change -> menu.setDisable(viewModel.rows().isEmpty()));
        return menu;
    }

    private VBox strip() {
        Label status = new Label();
        status.setId("evaluate-status");
        status.getStyleClass().add("strong");
        status.setMinWidth(Region.USE_PREF_SIZE);
        Label progress = new Label();
        progress.setId("evaluate-progress");
        progress.getStyleClass().add("muted");
        progress.setMinWidth(0);
        progress.textProperty().bind(viewModel.progressProperty());
        ProgressBar bar = new ProgressBar(0);
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.getStyleClass().add("thin-bar");
        bar.managedProperty().bind(bar.visibleProperty());
        bar.progressProperty().bind(viewModel.fractionProperty());
        Label failure = new NoteLabel("evaluate-failure", "problem-note", Feather.X_CIRCLE);
        failure.textProperty().bind(viewModel.failureProperty());
        Label notes = new NoteLabel("evaluate-notes", "warning-note", Feather.INFO);
        notes.textProperty().bind(viewModel.notesProperty());
        Runnable show = () -> {
            EvaluationState state = viewModel.stateProperty().get();
            bar.setVisible(state.isBusy());
            status.setText(
                    switch (state) {
                        case NONE -> "";
                        case WAITING -> strings.get("evaluate.state.waiting");
                        case RUNNING -> strings.get("evaluate.state.running");
                        case STOPPING -> strings.get("evaluate.state.stopping");
                        case STOPPED -> strings.get("evaluate.state.stopped");
                        case FAILED -> strings.get("evaluate.state.failed");
                        case FINISHED -> strings.get("evaluate.state.finished");
                    });
        };
        viewModel.stateProperty().addListener((property, before, now) -> show.run());
        show.run();
        HBox line = new HBox(12, status, progress);
        line.setAlignment(Pos.CENTER_LEFT);
        VBox strip = new GradualColumn(6, line, bar, failure, notes);
        strip.getStyleClass().add("run-strip");
        return strip;
    }
}
