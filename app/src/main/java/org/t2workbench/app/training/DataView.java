package org.t2workbench.app.training;

import java.util.Collections;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.EmptyState;
import org.t2workbench.app.control.Scroller;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.TaskSample;

/** Some items of the task, and how the model is asked each. */
final class DataView extends StackPane {

    private static final double LIST = 300;
    private static final double ROW = 30;
    private static final int ROWS = 20;

    private final Strings strings;
    private final Label description = new Label();
    private final ListView<TaskSample.@Nullable Item> items = new ListView<>();
    private final Label prompt = mono();
    private final Label promptNote = new Label();
    private final Label expected = mono();
    private final Label solution = mono();
    private final VBox solutionPart;
    private final Card card;
    private final StackPane problem = new StackPane();

    DataView(TrainViewModel viewModel, Strings strings) {
        this.strings = strings;
        items.setId("train-items");
        items.setFixedCellSize(ROW);
        items.setMinWidth(LIST);
        items.setPrefWidth(LIST);
        items.setMaxWidth(LIST);
        items.setCellFactory(list -> new QuestionCell());
        items.getStyleClass().add("train-items");
        items.getSelectionModel().selectedItemProperty().addListener((property, before, now) -> show(now));
        prompt.setId("train-prompt");
        promptNote.getStyleClass().add("small-note");
        solutionPart = part(strings.get("train.data.solution"), null, solution);
        VBox detail = new VBox(
                14,
                part(strings.get("train.data.prompt"), promptNote, prompt),
                part(strings.get("train.data.expected"), null, expected),
                solutionPart);
        detail.getStyleClass().add("train-detail");
        ScrollPane scroll = new Scroller(detail);
        scroll.setFitToWidth(true);
        HBox.setHgrow(scroll, Priority.ALWAYS);
        HBox body = new HBox(items, scroll);
        description.setWrapText(true);
        description.getStyleClass().add("train-description");
        description.setMinHeight(Region.USE_PREF_SIZE);
        description.setMaxWidth(Double.MAX_VALUE);
        VBox.setVgrow(body, Priority.ALWAYS);
        card = new Card(strings.get("train.data"), new VBox(description, body));
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().setAll(card, problem);
        viewModel.choice().sampleProperty().addListener((property, before, now) -> show(now, viewModel));
        viewModel.choice().problemProperty().addListener((property, before, now) -> show(null, viewModel));
        viewModel.stateProperty().addListener((property, before, now) -> {
            if (viewModel.choice().sampleProperty().get() == null) {
                show(null, viewModel);
            }
        });
        show(viewModel.choice().sampleProperty().get(), viewModel);
    }

    private static Label mono() {
        Label label = new Label();
        label.getStyleClass().addAll("mono", "train-text");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.setMaxWidth(Double.MAX_VALUE);
        return label;
    }

    static VBox part(String heading, @Nullable Label note, Node body) {
        Label name = new Label(heading);
        name.getStyleClass().addAll("muted", "part-heading");
        HBox head = new HBox(10, name);
        head.setAlignment(Pos.BASELINE_LEFT);
        if (note != null) {
            head.getChildren().add(note);
        }
        return new VBox(4, head, body);
    }

    private void show(@Nullable TaskSample sample, TrainViewModel viewModel) {
        boolean none = sample == null;
        card.setVisible(!none);
        problem.setVisible(none);
        if (sample == null) {
            String sentence = viewModel.choice().problemProperty().get();
            boolean model = viewModel.stateProperty().get() != TrainState.NO_MODEL;
            problem.getChildren()
                    .setAll(
                            !sentence.isEmpty()
                                    ? new EmptyState(Feather.ALERT_TRIANGLE, strings.get("train.data.failed"), sentence)
                                    : model
                                            ? new EmptyState(
                                                    Feather.DATABASE,
                                                    strings.get("train.data.none"),
                                                    strings.get("train.data.none.text"))
                                            : new EmptyState(
                                                    Feather.TRENDING_UP,
                                                    strings.get("train.noModel"),
                                                    strings.get("train.noModel.text")));
            showNoItems();
            return;
        }
        description.setText(sample.description() + String.join("", withBreaks(sample.notes())));
        card.titleProperty().set(strings.get("train.data.of", sample.name()));
        card.noteProperty()
                .set(
                        sample.trainItems() < 0
                                ? strings.get("train.data.note.endless", sample.maxTokens())
                                : strings.get(
                                        "train.data.note",
                                        sample.trainItems(),
                                        sample.validationItems(),
                                        sample.maxTokens()));
        items.getItems().setAll(sample.items());
        items.getSelectionModel().selectFirst();
    }

    /** Nothing to read, but cells: they are made as the screen is, and not all at once when the first items come. */
    private void showNoItems() {
        items.getSelectionModel().clearSelection();
        items.getItems().setAll(Collections.nCopies(ROWS, null));
    }

    private static List<String> withBreaks(List<String> notes) {
        return notes.stream().map(note -> "\n" + note).toList();
    }

    private void show(TaskSample.@Nullable Item item) {
        if (item == null) {
            for (Label label : List.of(prompt, promptNote, expected, solution)) {
                label.setText("");
            }
            return;
        }
        prompt.setText(item.prompt().stripTrailing());
        promptNote.setText(strings.get("train.tokens", item.promptTokens()));
        expected.setText(item.expected());
        solution.setText(item.solution());
        solutionPart.setVisible(!item.solution().isBlank());
    }

    private static final class QuestionCell extends ListCell<TaskSample.@Nullable Item> {

        QuestionCell() {
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(TaskSample.@Nullable Item item, boolean empty) {
            super.updateItem(item, empty);
            setText(empty || item == null ? "" : item.question().strip().replaceAll("\\s+", " "));
        }
    }
}
