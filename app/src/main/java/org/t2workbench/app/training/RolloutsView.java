package org.t2workbench.app.training;

import java.util.Locale;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.Scroller;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.i18n.Strings;

/** The answers as they are drawn, and one of them in full. */
final class RolloutsView {

    private static final double ROW = 26;
    private static final double DETAIL = 330;

    private final TrainViewModel viewModel;
    private final Strings strings;
    private final TableView<Rollout> table = new TableView<>();
    private final Label facts = new Label();
    private final Label question = text();
    private final Label answer = text();
    private final Label expected = text();
    private final Label note = text();
    private final VBox notePart;
    private final Label hint = new Label();
    private final VBox detail;
    private final Card card;

    RolloutsView(TrainViewModel viewModel, Strings strings) {
        this.viewModel = viewModel;
        this.strings = strings;
        buildTable();
        facts.getStyleClass().add("small-note");
        facts.setWrapText(true);
        answer.setId("train-rollout-answer");
        note.setId("train-rollout-note");
        notePart = DataView.part(strings.get("train.rollout.note"), null, note);
        notePart.managedProperty().bind(notePart.visibleProperty());
        detail = new VBox(
                10,
                DataView.part(strings.get("train.rollout.answer"), null, answer),
                notePart,
                DataView.part(strings.get("train.rollout.expected"), null, expected),
                DataView.part(strings.get("train.rollout.question"), null, question),
                facts);
        detail.getStyleClass().add("train-detail");
        ScrollPane scroll = new Scroller(detail);
        scroll.setFitToWidth(true);
        scroll.setMinWidth(DETAIL);
        scroll.setPrefWidth(DETAIL);
        scroll.setMaxWidth(DETAIL);
        HBox.setHgrow(table, Priority.ALWAYS);
        hint.setText(strings.get("train.rollout.none"));
        hint.getStyleClass().add("muted");
        hint.setWrapText(true);
        StackPane reader = new StackPane(scroll, hint);
        reader.getStyleClass().add("train-rollout");
        HBox body = new HBox(table, reader);
        Segments<RolloutFilter> filter =
                new Segments<>(viewModel.filterProperty().get());
        filter.getStyleClass().add("small");
        filter.setId("train-filter");
        filter.add(RolloutFilter.ALL, strings.get("train.filter.all"), strings.get("train.filter.all.tooltip"));
        filter.add(
                RolloutFilter.REWARDED,
                strings.get("train.filter.rewarded"),
                strings.get("train.filter.rewarded.tooltip"));
        filter.add(
                RolloutFilter.UNREWARDED,
                strings.get("train.filter.unrewarded"),
                strings.get("train.filter.unrewarded.tooltip"));
        filter.valueProperty()
                .addListener(
                        (property, before, now) -> viewModel.filterProperty().set(now));
        card = new Card(strings.get("train.rollouts"), body).atEnd(filter);
        viewModel.rollouts().addListener((ListChangeListener<Rollout>) change -> count());
        viewModel.openedProperty().addListener((property, before, now) -> show(now));
        show(viewModel.openedProperty().get());
        count();
    }

    Card card() {
        return card;
    }

    private static Label text() {
        Label label = new Label();
        label.getStyleClass().addAll("mono", "train-text");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private void buildTable() {
        table.setId("train-rollouts");
        table.setItems(viewModel.rollouts());
        table.setFixedCellSize(ROW);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.setPlaceholder(placeholder());
        table.getStyleClass().add("compact");
        column("train.column.iteration", 58, rollout -> String.valueOf(rollout.iteration()));
        table.getColumns().add(rewardColumn());
        column("train.column.length", 66, RolloutsView::length);
        TableColumn<Rollout, String> text = column("train.column.answer", 400, Rollout::excerpt);
        text.getStyleClass().remove("figures");
        table.setRowFactory(view -> new TableRow<>());
        table.getSelectionModel().selectedItemProperty().addListener((property, before, now) -> {
            // rows that are pushed down or filtered away leave the answer open
            if (now != null) {
                viewModel.openedProperty().set(now);
            }
        });
    }

    private Node placeholder() {
        Label words = new Label(strings.get("train.rollouts.none"));
        words.getStyleClass().add("muted");
        return words;
    }

    private TableColumn<Rollout, String> column(String key, double width, Function<Rollout, String> text) {
        TableColumn<Rollout, String> column = new TableColumn<>(strings.get(key));
        column.setCellValueFactory(row -> new ReadOnlyStringWrapper(text.apply(row.getValue())));
        column.setPrefWidth(width);
        column.setMinWidth(Math.min(width, 120));
        column.setSortable(false);
        column.setReorderable(false);
        column.getStyleClass().add("figures");
        table.getColumns().add(column);
        return column;
    }

    private TableColumn<Rollout, Rollout> rewardColumn() {
        TableColumn<Rollout, Rollout> column = new TableColumn<>(strings.get("train.column.reward"));
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setCellFactory(view -> new RewardCell());
        column.setPrefWidth(66);
        column.setMinWidth(66);
        column.setSortable(false);
        column.setReorderable(false);
        column.getStyleClass().add("figures");
        return column;
    }

    private static String length(Rollout rollout) {
        return rollout.tokens() < 0 ? "–" : rollout.tokens() + (rollout.finished() ? "" : "…");
    }

    private void count() {
        card.noteProperty()
                .set(strings.get("train.rollouts.note", viewModel.rollouts().size()));
    }

    private void show(@Nullable Rollout rollout) {
        detail.setVisible(rollout != null);
        hint.setVisible(rollout == null);
        if (rollout == null) {
            return;
        }
        answer.setText(rollout.text().isBlank() ? strings.get("train.rollout.empty") : rollout.text());
        note.setText(rollout.note());
        notePart.setVisible(!rollout.note().isBlank());
        expected.setText(rollout.expected());
        question.setText(rollout.question());
        facts.setText(strings.get(
                rollout.finished() ? "train.rollout.facts" : "train.rollout.facts.cut",
                String.valueOf(rollout.iteration()),
                signed(rollout.reward()),
                Double.isNaN(rollout.advantage()) ? "–" : signed(rollout.advantage()),
                rollout.tokens() < 0 ? "–" : String.valueOf(rollout.tokens())));
    }

    private static String signed(double figure) {
        return String.format(Locale.ROOT, "%+.2f", figure);
    }

    private static final class RewardCell extends TableCell<Rollout, Rollout> {

        @Override
        protected void updateItem(@Nullable Rollout item, boolean empty) {
            super.updateItem(item, empty);
            getStyleClass().removeAll("right-answer", "wrong-answer");
            if (empty || item == null) {
                setText("");
                return;
            }
            setText(signed(item.reward()));
            getStyleClass().add(item.reward() > 0 ? "right-answer" : "wrong-answer");
        }
    }
}
