package org.t2workbench.app.training;

import java.util.List;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.control.FileChoice;
import org.t2workbench.app.control.FormRow;
import org.t2workbench.app.control.IconButton;
import org.t2workbench.app.control.PresetRow;
import org.t2workbench.app.control.Scroller;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.staging.GradualColumn;

/** The form: what to train on and how. What most people change is in sight, the rest folds out. */
final class SettingsView extends VBox {

    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");
    private static final double LABEL = 142;
    private static final double FIELD = 92;

    private final TrainViewModel viewModel;
    private final TrainingForm form;
    private final Strings strings;
    private final FileChoice tasks;

    SettingsView(TrainViewModel viewModel, Strings strings) {
        this.viewModel = viewModel;
        this.form = viewModel.form();
        this.strings = strings;
        this.tasks = new FileChoice(
                "train-task",
                viewModel.choice().names(),
                viewModel.choice().taskProperty(),
                strings.get("train.task.none"));
        VBox content = new GradualColumn(
                0,
                taskRow(),
                PresetRow.of(LABEL, "train-preset", strings.get("train.preset.tooltip"), form, strings),
                presetNote());
        content.getStyleClass().add("train-form");
        form.basic().forEach(field -> content.getChildren().add(row(field)));
        form.groups().forEach((heading, fields) -> content.getChildren().addAll(group(heading, fields)));
        ScrollPane scroll = new Scroller(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().setAll(scroll);
    }

    Node firstFocus() {
        return tasks;
    }

    private HBox taskRow() {
        Button open = new IconButton(
                "train-task-open", Feather.FOLDER, strings.get("train.task.open"), viewModel::chooseTask);
        return new FormRow(LABEL, strings.get("train.task"), strings.get("train.task.tooltip"), tasks, open);
    }

    private Label presetNote() {
        Label note = new Label();
        note.getStyleClass().addAll("small-note", "train-preset-note");
        note.setWrapText(true);
        note.setMinHeight(Region.USE_PREF_SIZE);
        Runnable show = () -> note.setText(form.describe(form.presetProperty().get()));
        form.presetProperty().addListener((property, before, now) -> show.run());
        show.run();
        return note;
    }

    private List<Node> group(String heading, List<FormField> fields) {
        FontIcon icon = new FontIcon(Feather.CHEVRON_RIGHT);
        ToggleButton fold = new ToggleButton(heading, icon);
        fold.getStyleClass().add("fold");
        fold.setMaxWidth(Double.MAX_VALUE);
        fold.setAlignment(Pos.CENTER_LEFT);
        VBox body = new VBox();
        body.getStyleClass().add("train-group");
        List<HBox> rows = fields.stream().map(this::row).toList();
        BooleanBinding used = Bindings.createBooleanBinding(
                () -> fields.stream().anyMatch(field -> field.appliesProperty().get()),
                fields.stream().map(FormField::appliesProperty).toArray(Observable[]::new));
        fold.visibleProperty().bind(used);
        fold.managedProperty().bind(used);
        body.visibleProperty().bind(fold.selectedProperty());
        body.managedProperty().bind(fold.selectedProperty());
        fold.selectedProperty().addListener((property, before, now) -> {
            icon.setIconCode(now ? Feather.CHEVRON_DOWN : Feather.CHEVRON_RIGHT);
            // in the scene from then on: most of them are never looked at
            if (body.getChildren().isEmpty()) {
                body.getChildren().setAll(rows);
            }
        });
        return List.of(fold, body);
    }

    private HBox row(FormField field) {
        Node control = field.choices().isEmpty() ? textField(field) : choice(field);
        HBox row = new FormRow(LABEL, field.label(), field.help(), control, unit(field));
        row.visibleProperty().bind(field.appliesProperty());
        row.managedProperty().bind(field.appliesProperty());
        return row;
    }

    private static Label unit(FormField field) {
        Label unit = new Label(field.unit());
        unit.getStyleClass().add("small-note");
        unit.setManaged(!field.unit().isEmpty());
        return unit;
    }

    private Node textField(FormField field) {
        TextField input = new TextField();
        input.setId(id(field));
        input.getStyleClass().addAll("mono", "number");
        input.setAlignment(Pos.CENTER_RIGHT);
        input.setPrefWidth(FIELD);
        input.setMinWidth(FIELD);
        input.setMaxWidth(FIELD);
        input.textProperty().bindBidirectional(field.textProperty());
        Tooltip tooltip = FormRow.tooltip(field.help());
        input.setTooltip(tooltip);
        field.problemProperty().addListener((property, before, now) -> {
            input.pseudoClassStateChanged(WRONG, !now.isEmpty());
            tooltip.setText(now.isEmpty() ? field.help() : now);
        });
        input.setAccessibleText(field.label());
        return input;
    }

    private Node choice(FormField field) {
        ComboBox<String> box = new ComboBox<>();
        box.setId(id(field));
        box.getItems().setAll(field.choices());
        box.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(box, Priority.ALWAYS);
        box.valueProperty().bindBidirectional(field.textProperty());
        box.setTooltip(FormRow.tooltip(field.help()));
        box.setAccessibleText(field.label());
        return box;
    }

    private static String id(FormField field) {
        return "train-" + field.key().replace('_', '-');
    }
}
