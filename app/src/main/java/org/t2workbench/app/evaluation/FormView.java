package org.t2workbench.app.evaluation;

import java.util.List;
import javafx.beans.property.StringProperty;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.control.cell.CheckBoxListCell;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.ChoiceWords;
import org.t2workbench.app.control.FormRow;
import org.t2workbench.app.control.IconButton;
import org.t2workbench.app.control.Scroller;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.control.StartButton;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.staging.CatchUp;
import org.t2workbench.app.staging.GradualColumn;
import org.t2workbench.app.workbench.EvaluatedStrategy;

/** What to measure: tasks, strategies and how. */
final class FormView {

    private static final double WIDTH = 300;
    private static final double LABEL = 108;
    private static final double FIELD = 104;
    private static final double ROW = 26;
    private static final int ROWS = 6;

    private final EvaluationViewModel viewModel;
    private final EvaluationForm form;
    private final Strings strings;
    private final ListView<EvaluationForm.TaskCheck> tasks = new ListView<>();
    private final StartButton start;
    private final Card card;

    FormView(EvaluationViewModel viewModel, Strings strings) {
        this.viewModel = viewModel;
        this.form = viewModel.form();
        this.strings = strings;
        this.start = new StartButton(
                strings,
                "evaluate-start",
                new StartButton.Face("evaluate.start", "evaluate.start.tooltip", viewModel::start),
                new StartButton.Face("evaluate.stop", "evaluate.stop.tooltip", viewModel::stop));
        buildTasks();
        VBox content = new GradualColumn(0, heading("evaluate.tasks"), tasks, heading("evaluate.strategies"));
        content.getStyleClass().add("train-form");
        for (EvaluatedStrategy strategy : EvaluatedStrategy.values()) {
            content.getChildren().add(strategy(strategy));
        }
        content.getChildren()
                .addAll(
                        heading("evaluate.how"),
                        number("evaluate.limit", "evaluate.limit.tooltip", "limit", form.limitProperty()),
                        choice(
                                "evaluate.split",
                                "evaluate.split.tooltip",
                                "split",
                                List.of("test", "validation", "shots", "train"),
                                form.splitProperty()),
                        number("evaluate.seed", "evaluate.seed.tooltip", "seed", form.seedProperty()),
                        reading(),
                        dispatcher(),
                        search());
        ScrollPane scroll = new Scroller(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        card = new Card(strings.get("evaluate.form"), new VBox(scroll, footer()));
        card.setMinWidth(WIDTH);
        card.setPrefWidth(WIDTH);
        card.setMaxWidth(WIDTH);
        count();
        form.problemProperty().addListener((property, before, now) -> count());
        form.tasks().addListener((ListChangeListener<EvaluationForm.TaskCheck>) change -> count());
    }

    Card card() {
        return card;
    }

    Node firstFocus() {
        return tasks;
    }

    private void buildTasks() {
        tasks.setId("evaluate-tasks");
        tasks.setItems(form.tasks());
        tasks.setFixedCellSize(ROW);
        tasks.setMinHeight(ROWS * ROW + 2);
        tasks.setPrefHeight(ROWS * ROW + 2);
        tasks.getStyleClass().add("check-list");
        tasks.setTooltip(FormRow.tooltip(strings.get("evaluate.tasks.tooltip")));
        tasks.setCellFactory(list -> new CheckBoxListCell<>(
                EvaluationForm.TaskCheck::chosen, new ChoiceWords<>(EvaluationForm.TaskCheck::name)));
        tasks.setOnKeyPressed(event -> {
            EvaluationForm.TaskCheck task = tasks.getSelectionModel().getSelectedItem();
            if (event.getCode() == KeyCode.SPACE && task != null) {
                task.chosen().set(!task.chosen().get());
                event.consume();
            }
        });
        form.tasks().addListener((ListChangeListener<EvaluationForm.TaskCheck>)
                change -> form.tasks().forEach(task -> task.chosen().addListener((property, before, now) -> count())));
    }

    private void count() {
        long chosen = form.tasks().stream().filter(task -> task.chosen().get()).count();
        card.noteProperty().set(strings.get("evaluate.tasks.note", chosen));
    }

    private Label heading(String key) {
        Label heading = new Label(strings.get(key));
        heading.getStyleClass().add("form-heading");
        return heading;
    }

    private Node strategy(EvaluatedStrategy strategy) {
        EvaluationForm.StrategyCheck check = form.strategy(strategy);
        String name = strings.get(
                switch (strategy) {
                    case BASE -> "evaluate.strategy.base";
                    case MANUAL -> "evaluate.strategy.manual";
                    case EACH -> "evaluate.strategy.each";
                    case PROMPT -> "evaluate.strategy.prompt";
                    case CLASSIFIER -> "evaluate.strategy.classifier";
                    case FEW_SHOT -> "evaluate.strategy.fewShot";
                });
        String help = strings.get(
                switch (strategy) {
                    case BASE -> "evaluate.strategy.base.tooltip";
                    case MANUAL -> "evaluate.strategy.manual.tooltip";
                    case EACH -> "evaluate.strategy.each.tooltip";
                    case PROMPT -> "evaluate.strategy.prompt.tooltip";
                    case CLASSIFIER -> "evaluate.strategy.classifier.tooltip";
                    case FEW_SHOT -> "evaluate.strategy.fewShot.tooltip";
                });
        CheckBox box = new CheckBox(name);
        box.setId("evaluate-strategy-"
                + strategy.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
        box.setTooltip(FormRow.tooltip(help));
        box.selectedProperty().bindBidirectional(check.chosen());
        Label lack = new Label();
        lack.setId(box.getId() + "-lack");
        lack.getStyleClass().add("lack");
        lack.setWrapText(true);
        lack.setMinHeight(Region.USE_PREF_SIZE);
        lack.textProperty().bind(check.lack());
        lack.visibleProperty().bind(lack.textProperty().isNotEmpty());
        lack.managedProperty().bind(lack.visibleProperty());
        // every row is compared with base, so it is measured in any case
        box.disableProperty()
                .bind(check.lack()
                        .isNotEmpty()
                        .or(new javafx.beans.property.SimpleBooleanProperty(strategy == EvaluatedStrategy.BASE)));
        return new VBox(box, lack);
    }

    private Node reading() {
        Segments<String> reading = new Segments<>(form.readingProperty().get());
        reading.setId("evaluate-reading");
        reading.getStyleClass().add("small");
        // the words of the option --reading
        reading.add("generate", "generate", "");
        reading.add("score", "score", "");
        reading.valueProperty().bindBidirectional(form.readingProperty());
        return row("evaluate.reading", "evaluate.reading.tooltip", reading);
    }

    private Node dispatcher() {
        Label name = new Label();
        name.setId("evaluate-dispatcher");
        name.getStyleClass().add("muted");
        name.setMinWidth(0);
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        Runnable show = () -> {
            String file = form.dispatcherProperty().get();
            String last = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
            name.setText(file.isEmpty() ? strings.get("evaluate.dispatcher.none") : last.replace(".safetensors", ""));
            name.setTooltip(file.isEmpty() ? null : new Tooltip(file));
        };
        form.dispatcherProperty().addListener((property, before, now) -> show.run());
        show.run();
        Button open = new IconButton(
                "evaluate-dispatcher-open",
                Feather.FOLDER,
                strings.get("evaluate.dispatcher.choose"),
                viewModel::chooseDispatcher);
        return row("evaluate.dispatcher", "evaluate.dispatcher.tooltip", name, open);
    }

    private Node search() {
        ComboBox<String> preset = new ComboBox<>();
        preset.setId("evaluate-search");
        preset.getItems().setAll("light", "paper");
        preset.valueProperty().bindBidirectional(form.searchProperty());
        preset.setTooltip(FormRow.tooltip(strings.get("evaluate.search.tooltip")));
        preset.setMinWidth(FIELD);
        preset.setPrefWidth(FIELD);
        TextField shots = field("shots", form.shotsProperty(), strings.get("evaluate.shots.tooltip"));
        shots.setPromptText(strings.get("evaluate.shots.preset"));
        HBox first = row("evaluate.search", "evaluate.search.tooltip", preset);
        HBox second = row("evaluate.shots", "evaluate.shots.tooltip", shots);
        VBox rows = new VBox(4, first, second);
        rows.disableProperty()
                .bind(form.strategy(EvaluatedStrategy.FEW_SHOT).chosen().not());
        return rows;
    }

    private Node choice(String key, String helpKey, String id, List<String> choices, StringProperty value) {
        ComboBox<String> box = new ComboBox<>();
        box.setId("evaluate-" + id);
        box.getItems().setAll(choices);
        box.valueProperty().bindBidirectional(value);
        box.setTooltip(FormRow.tooltip(strings.get(helpKey)));
        box.setAccessibleText(strings.get(key));
        box.setMinWidth(FIELD);
        return row(key, helpKey, box);
    }

    private Node number(String key, String helpKey, String id, StringProperty value) {
        return row(key, helpKey, field(id, value, strings.get(helpKey)));
    }

    private static TextField field(String id, StringProperty value, String help) {
        TextField field = new TextField();
        field.setId("evaluate-" + id);
        field.getStyleClass().add("number");
        field.setMinWidth(FIELD);
        field.setPrefWidth(FIELD);
        field.setMaxWidth(FIELD);
        field.textProperty().bindBidirectional(value);
        field.setTooltip(FormRow.tooltip(help));
        return field;
    }

    private HBox row(String key, String helpKey, Node... controls) {
        return new FormRow(LABEL, strings.get(key), strings.get(helpKey), controls);
    }

    private VBox footer() {
        Label problem = new Label();
        problem.setId("evaluate-problem");
        problem.getStyleClass().add("problem");
        problem.setWrapText(true);
        problem.setMinHeight(Region.USE_PREF_SIZE);
        problem.textProperty().bind(form.problemProperty());
        problem.visibleProperty()
                .bind(viewModel
                        .modelProperty()
                        .isNotNull()
                        .and(problem.textProperty().isNotEmpty()));
        problem.managedProperty().bind(problem.visibleProperty());
        Button resume = new Button(strings.get("evaluate.resume"), new FontIcon(Feather.SKIP_FORWARD));
        resume.setId("evaluate-resume");
        resume.setTooltip(new Tooltip(strings.get("evaluate.resume.tooltip")));
        resume.setMinWidth(Region.USE_PREF_SIZE);
        resume.managedProperty().bind(resume.visibleProperty());
        resume.setOnAction(event -> viewModel.resume());
        Runnable show = () -> {
            start.show(viewModel.stateProperty().get().isBusy(), viewModel.canStart() || viewModel.canStop());
            resume.setVisible(viewModel.canResume());
        };
        viewModel.stateProperty().addListener((property, before, now) -> show.run());
        Runnable modelShow = new CatchUp(start, show);
        viewModel.modelProperty().addListener((property, before, now) -> modelShow.run());
        form.problemProperty().addListener((property, before, now) -> show.run());
        form.tasks().addListener((ListChangeListener<EvaluationForm.TaskCheck>) change -> show.run());
        show.run();
        VBox footer = new VBox(8, problem, new HBox(8, start, resume));
        footer.getStyleClass().add("train-footer");
        return footer;
    }
}
