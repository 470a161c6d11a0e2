package org.t2workbench.app.evaluation;

import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
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
import org.t2workbench.app.staging.GradualColumn;
import org.t2workbench.app.staging.GradualRow;

/** Every item of a row: at the left the list, at the right one of them with both answers. */
final class AnswersView extends VBox {

    private static final double ROW = 26;
    private static final double DETAIL = 430;
    private static final double CHOICE = 220;

    private final AnswersViewModel viewModel;
    private final Strings strings;
    private final TableView<AnswerPair> table = new TableView<>();
    private final Label prompt = text("evaluate-prompt");
    private final Label expected = text("evaluate-expected");
    private final Label dispatch = text("evaluate-first-pass");
    private final Label baseHead = new Label();
    private final Label base = text("evaluate-base-answer");
    private final Label otherHead = new Label();
    private final Label other = text("evaluate-other-answer");
    private final VBox otherBox = box(otherHead, other);
    private final VBox dispatchPart;
    private final VBox detail;
    private final Label hint = new Label();
    private final Card card;

    AnswersView(EvaluationViewModel evaluation, Strings strings) {
        this.viewModel = evaluation.answers();
        this.strings = strings;
        buildTable();
        HBox.setHgrow(table, Priority.ALWAYS);
        dispatchPart = part("evaluate.item.first", dispatch);
        dispatchPart.managedProperty().bind(dispatchPart.visibleProperty());
        otherBox.managedProperty().bind(otherBox.visibleProperty());
        detail = new GradualColumn(
                10,
                part("evaluate.item.prompt", prompt),
                part("evaluate.item.expected", expected),
                box(baseHead, base),
                otherBox,
                dispatchPart);
        detail.getStyleClass().add("train-detail");
        ScrollPane scroll = new Scroller(detail);
        scroll.setFitToWidth(true);
        scroll.setMinWidth(DETAIL);
        scroll.setPrefWidth(DETAIL);
        scroll.setMaxWidth(DETAIL);
        hint.setText(strings.get("evaluate.item.none"));
        hint.getStyleClass().add("muted");
        StackPane reader = new StackPane(scroll, hint);
        reader.getStyleClass().add("train-rollout");
        card = new Card(strings.get("evaluate.answers"), new GradualRow(0, table, reader))
                .besideTitle(rows(evaluation))
                .atEnd(filter());
        VBox.setVgrow(card, Priority.ALWAYS);
        getChildren().setAll(card);
        viewModel.pairs().addListener((ListChangeListener<AnswerPair>) change -> count());
        viewModel.openedProperty().addListener((property, before, now) -> show(now));
        show(viewModel.openedProperty().get());
        count();
    }

    private ComboBox<ResultRow> rows(EvaluationViewModel evaluation) {
        ComboBox<ResultRow> rows = new ComboBox<>();
        rows.setId("evaluate-answers-row");
        rows.setAccessibleText(strings.get("evaluate.answers.row.tooltip"));
        rows.setItems(evaluation.rows());
        rows.setButtonCell(new RowCell());
        rows.setCellFactory(list -> new RowCell());
        rows.setPromptText(strings.get("evaluate.answers.row.none"));
        rows.setTooltip(new Tooltip(strings.get("evaluate.answers.row.tooltip")));
        rows.setMinWidth(CHOICE);
        rows.setPrefWidth(CHOICE);
        rows.valueProperty().bindBidirectional(viewModel.rowProperty());
        return rows;
    }

    private Segments<AnswerPair.Filter> filter() {
        Segments<AnswerPair.Filter> filter =
                new Segments<>(viewModel.filterProperty().get());
        filter.setId("evaluate-filter");
        filter.getStyleClass().add("small");
        filter.add(
                AnswerPair.Filter.ALL, strings.get("evaluate.filter.all"), strings.get("evaluate.filter.all.tooltip"));
        filter.add(
                AnswerPair.Filter.ONLY_BASE,
                strings.get("evaluate.filter.base"),
                strings.get("evaluate.filter.base.tooltip"));
        filter.add(
                AnswerPair.Filter.ONLY_STRATEGY,
                strings.get("evaluate.filter.strategy"),
                strings.get("evaluate.filter.strategy.tooltip"));
        filter.add(
                AnswerPair.Filter.BOTH_WRONG,
                strings.get("evaluate.filter.wrong"),
                strings.get("evaluate.filter.wrong.tooltip"));
        filter.valueProperty().bindBidirectional(viewModel.filterProperty());
        return filter;
    }

    private VBox part(String key, Label body) {
        Label heading = new Label(strings.get(key));
        heading.getStyleClass().addAll("muted", "part-heading");
        return new VBox(4, heading, body);
    }

    private static VBox box(Label head, Label body) {
        head.getStyleClass().add("answer-head");
        VBox box = new VBox(head, body);
        box.getStyleClass().add("answer-box");
        return box;
    }

    private static Label text(String id) {
        Label label = new Label();
        label.setId(id);
        label.getStyleClass().add("mono");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private void buildTable() {
        table.setId("evaluate-items");
        table.setItems(viewModel.pairs());
        table.setFixedCellSize(ROW);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.getStyleClass().add("compact");
        Label none = new Label(strings.get("evaluate.answers.none"));
        none.getStyleClass().add("muted");
        table.setPlaceholder(none);
        column("evaluate.column.number", 48, pair -> Integer.toString(pair.number()), pair -> "");
        column("evaluate.column.base", 62, pair -> verdict(pair.base()), pair -> style(pair.base()));
        column("evaluate.column.other", 62, pair -> verdict(pair.other()), pair -> style(pair.other()));
        column("evaluate.column.prompt", 240, pair -> pair.prompt().strip().replaceAll("\\s+", " "), pair -> "");
        table.getSelectionModel().selectedItemProperty().addListener((property, before, now) -> {
            if (now != null) {
                viewModel.openedProperty().set(now);
            }
        });
    }

    private void column(
            String key, double width, Function<AnswerPair, String> text, Function<AnswerPair, String> style) {
        TableColumn<AnswerPair, AnswerPair> column = new TableColumn<>(strings.get(key));
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setCellFactory(made -> new StyledCell(text, style));
        column.setPrefWidth(width);
        column.setMinWidth(Math.min(width, 62));
        column.setSortable(false);
        column.setReorderable(false);
        table.getColumns().add(column);
    }

    private String verdict(AnswerPair.@Nullable Text answer) {
        return answer == null ? "–" : strings.get(answer.correct() ? "evaluate.right" : "evaluate.wrong");
    }

    private static String style(AnswerPair.@Nullable Text answer) {
        return answer == null ? "" : answer.correct() ? "right-answer" : "wrong-answer";
    }

    private void count() {
        card.noteProperty()
                .set(
                        viewModel.readProperty().get() == null
                                        && viewModel.pairs().isEmpty()
                                ? ""
                                : strings.get(
                                        "evaluate.answers.note",
                                        viewModel.pairs().size(),
                                        viewModel.count(AnswerPair.Filter.ALL)));
    }

    private void show(@Nullable AnswerPair pair) {
        detail.setVisible(pair != null);
        hint.setVisible(pair == null);
        ResultRow row = viewModel.readProperty().get();
        if (pair == null) {
            return;
        }
        prompt.setText(pair.prompt());
        expected.setText(pair.expected());
        answer(
                baseHead,
                base,
                pair.base(),
                strings.get(
                        "evaluate.item.base", verdict(pair.base()), pair.base().tokens()));
        AnswerPair.Text second = pair.other();
        otherBox.setVisible(second != null);
        if (second != null) {
            answer(
                    otherHead,
                    other,
                    second,
                    strings.get(
                            "evaluate.item.other", row == null ? "" : row.label(), verdict(second), second.tokens()));
        }
        AnswerPair.Dispatch first = pair.dispatch();
        dispatchPart.setVisible(first != null);
        dispatch.setText(first == null ? "" : words(first));
    }

    private void answer(Label head, Label body, AnswerPair.Text answer, String words) {
        head.setText(words);
        head.getStyleClass().removeAll("right-answer", "wrong-answer");
        head.getStyleClass().add(style(answer));
        body.setText(answer.text().isBlank() ? strings.get("evaluate.item.empty") : answer.text());
    }

    private String words(AnswerPair.Dispatch first) {
        String said = first.text().isBlank() ? strings.get("evaluate.item.empty") : first.text();
        if (!first.valid()) {
            return strings.get("evaluate.item.first.unreadable", said);
        }
        if (first.probabilities().isEmpty()) {
            return strings.get("evaluate.item.first.text", first.label(), said);
        }
        return strings.get("evaluate.item.first.scored", first.label())
                + first.probabilities().entrySet().stream()
                        .map(entry ->
                                String.format(Locale.ROOT, "%n%-12s %5.1f %%", entry.getKey(), 100 * entry.getValue()))
                        .collect(Collectors.joining());
    }

    /** A row by its task and strategy. */
    private final class RowCell extends ListCell<ResultRow> {

        @Override
        protected void updateItem(@Nullable ResultRow row, boolean empty) {
            super.updateItem(row, empty);
            setText(
                    empty || row == null
                            ? strings.get("evaluate.answers.row.none")
                            : strings.get("evaluate.answers.row", row.task(), row.label()));
        }
    }

    private static final class StyledCell extends TableCell<AnswerPair, AnswerPair> {

        private final Function<AnswerPair, String> text;
        private final Function<AnswerPair, String> style;

        StyledCell(Function<AnswerPair, String> text, Function<AnswerPair, String> style) {
            this.text = text;
            this.style = style;
        }

        @Override
        protected void updateItem(@Nullable AnswerPair pair, boolean empty) {
            super.updateItem(pair, empty);
            getStyleClass().removeAll("right-answer", "wrong-answer");
            if (empty || pair == null) {
                setText("");
                return;
            }
            setText(text.apply(pair));
            if (!style.apply(pair).isEmpty()) {
                getStyleClass().add(style.apply(pair));
            }
        }
    }
}
