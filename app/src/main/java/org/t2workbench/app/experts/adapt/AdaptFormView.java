package org.t2workbench.app.experts.adapt;

import javafx.beans.value.ObservableStringValue;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.t2workbench.app.control.FileChoice;
import org.t2workbench.app.control.FormRow;
import org.t2workbench.app.control.IconButton;
import org.t2workbench.app.control.PresetRow;
import org.t2workbench.app.control.Scroller;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.staging.CatchUp;
import org.t2workbench.app.staging.GradualColumn;

/** The form of a search: what is mixed, by which task, and how it is searched. */
final class AdaptFormView extends VBox {

    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");
    private static final double LABEL = 118;
    private static final double FIELD = 92;

    private final AdaptViewModel viewModel;
    private final AdaptForm form;
    private final Strings strings;
    private final FileChoice tasks;
    private final VBox experts = new VBox(2);

    AdaptFormView(AdaptViewModel viewModel, Strings strings) {
        this.viewModel = viewModel;
        this.form = viewModel.form();
        this.strings = strings;
        this.tasks =
                new FileChoice("adapt-task", viewModel.tasks(), form.taskProperty(), strings.get("train.task.none"));
        VBox content = new GradualColumn(
                0,
                taskRow(),
                problem(form.taskProblemProperty()),
                expertsRow(),
                problem(form.expertsProblemProperty()),
                PresetRow.of(LABEL, "adapt-preset", strings.get("adapt.preset.tooltip"), form, strings));
        content.getStyleClass().add("train-form");
        form.fields().forEach(field -> content.getChildren().addAll(row(field), problem(field.problemProperty())));
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
                "adapt-task-open", Feather.FOLDER, strings.get("train.task.open"), viewModel::chooseTask);
        return new FormRow(LABEL, strings.get("train.task"), strings.get("adapt.task.tooltip"), tasks, open);
    }

    private HBox expertsRow() {
        Runnable show = new CatchUp(experts, this::showExperts);
        form.experts().addListener((ListChangeListener<ExpertChoice>) change -> show.run());
        showExperts();
        experts.getStyleClass().add("adapt-experts");
        HBox row = new FormRow(LABEL, strings.get("adapt.experts"), strings.get("adapt.experts.tooltip"), experts);
        row.setAlignment(Pos.TOP_LEFT);
        row.getStyleClass().add("adapt-experts-row");
        return row;
    }

    private void showExperts() {
        experts.getChildren().clear();
        for (ExpertChoice choice : form.experts()) {
            CheckBox box = new CheckBox(choice.expert().name());
            box.setId("adapt-expert-" + choice.expert().id());
            // an underscore in a name is no mnemonic
            box.setMnemonicParsing(false);
            box.selectedProperty().bindBidirectional(choice.chosenProperty());
            box.setDisable(!choice.canMix());
            box.setMaxWidth(Double.MAX_VALUE);
            if (!choice.canMix()) {
                box.setText(strings.get("adapt.expert.gainless", choice.expert().name()));
            }
            experts.getChildren().add(box);
        }
        if (form.experts().isEmpty()) {
            Label none = new Label(strings.get("adapt.experts.none"));
            none.getStyleClass().add("small-note");
            none.setWrapText(true);
            experts.getChildren().add(none);
        }
    }

    private HBox row(AdaptField field) {
        String label = label(field.key());
        String help = help(field.key());
        return new FormRow(
                LABEL,
                label,
                help,
                field.choices().isEmpty() ? number(field, label, help) : choice(field, label, help));
    }

    private String label(AdaptField.Key key) {
        return strings.get(
                switch (key) {
                    case SHOTS -> "adapt.shots";
                    case GENERATIONS -> "adapt.generations";
                    case POPULATION -> "adapt.population";
                    case ELITE_SHARE -> "adapt.elites";
                    case SCOPE -> "adapt.scope";
                    case FORM -> "adapt.form";
                    case ALPHA -> "adapt.alpha";
                    case METHOD -> "adapt.method";
                    case SEED -> "adapt.seed";
                });
    }

    private String help(AdaptField.Key key) {
        return strings.get(
                switch (key) {
                    case SHOTS -> "adapt.shots.tooltip";
                    case GENERATIONS -> "adapt.generations.tooltip";
                    case POPULATION -> "adapt.population.tooltip";
                    case ELITE_SHARE -> "adapt.elites.tooltip";
                    case SCOPE -> "adapt.scope.tooltip";
                    case FORM -> "adapt.form.tooltip";
                    case ALPHA -> "adapt.alpha.tooltip";
                    case METHOD -> "adapt.method.tooltip";
                    case SEED -> "adapt.seed.tooltip";
                });
    }

    private static TextField number(AdaptField field, String label, String help) {
        TextField input = new TextField();
        input.setId("adapt-" + field.key().id());
        input.getStyleClass().addAll("mono", "number");
        input.setAlignment(Pos.CENTER_RIGHT);
        input.setPrefWidth(FIELD);
        input.setMinWidth(FIELD);
        input.setMaxWidth(FIELD);
        input.textProperty().bindBidirectional(field.textProperty());
        input.setTooltip(FormRow.tooltip(help));
        input.setAccessibleText(label);
        field.problemProperty()
                .addListener((property, before, now) -> input.pseudoClassStateChanged(WRONG, !now.isEmpty()));
        return input;
    }

    private static ComboBox<String> choice(AdaptField field, String label, String help) {
        ComboBox<String> box = new ComboBox<>();
        box.setId("adapt-" + field.key().id());
        box.getItems().setAll(field.choices());
        box.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(box, Priority.ALWAYS);
        box.valueProperty().bindBidirectional(field.textProperty());
        box.setTooltip(FormRow.tooltip(help));
        box.setAccessibleText(label);
        return box;
    }

    /** Stands under its field while there is something to say. */
    private static Label problem(ObservableStringValue sentence) {
        Label label = new Label();
        label.getStyleClass().addAll("problem", "adapt-problem");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.textProperty().bind(sentence);
        label.visibleProperty().bind(label.textProperty().isNotEmpty());
        label.managedProperty().bind(label.visibleProperty());
        return label;
    }
}
