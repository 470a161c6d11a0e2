package org.t2workbench.app.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.t2workbench.app.chart.HeatMap;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.theme.Theme;

/** What the first pass took the prompts of each category for, as a grid with the counts in its cells. */
final class DispatchView {

    private static final double WIDTH = 378;
    private static final double ROW_LABEL = 78;

    private final EvaluationViewModel viewModel;
    private final Strings strings;
    private final HeatMap map;
    private final Label none = new Label();
    private final Label unreadable = new Label();
    private final VBox body;
    private final StackPane chooser = new StackPane();
    private final Card card;
    private String strategy = "";

    DispatchView(EvaluationViewModel viewModel, Theme theme, Strings strings) {
        this.viewModel = viewModel;
        this.strings = strings;
        map = new HeatMap(theme.palette(), ROW_LABEL).ofShares();
        map.setId("evaluate-dispatch");
        map.setAccessibleText(strings.get("evaluate.dispatch"));
        theme.appearanceProperty().addListener((property, before, now) -> map.setPalette(theme.palette()));
        VBox.setVgrow(map, Priority.ALWAYS);
        unreadable.getStyleClass().add("small-note");
        unreadable.setWrapText(true);
        unreadable.setMinHeight(Region.USE_PREF_SIZE);
        unreadable.managedProperty().bind(unreadable.textProperty().isNotEmpty());
        body = new VBox(map, unreadable);
        body.getStyleClass().add("heat-body");
        none.getStyleClass().add("muted");
        none.setWrapText(true);
        none.setMaxWidth(WIDTH - 60);
        card = new Card(strings.get("evaluate.dispatch"), new StackPane(body, none)).besideTitle(chooser);
        card.setMinWidth(WIDTH);
        card.setPrefWidth(WIDTH);
        card.setMaxWidth(WIDTH);
        viewModel.matricesProperty().addListener((property, before, now) -> offer(now));
        viewModel.stateProperty().addListener((property, before, now) -> show());
        offer(viewModel.matricesProperty().get());
    }

    Card card() {
        return card;
    }

    /** A choice where there is more than one. */
    private void offer(List<DispatchMatrix> matrices) {
        if (matrices.stream().noneMatch(matrix -> matrix.strategy().equals(strategy))) {
            strategy = matrices.isEmpty() ? "" : matrices.get(0).strategy();
        }
        chooser.getChildren().clear();
        if (matrices.size() > 1) {
            Segments<String> choice = new Segments<>(strategy);
            choice.getStyleClass().add("small");
            matrices.forEach(matrix -> choice.add(matrix.strategy(), matrix.strategy(), ""));
            choice.valueProperty().addListener((property, before, now) -> {
                strategy = now;
                show();
            });
            chooser.getChildren().setAll(choice);
        }
        show();
    }

    private void show() {
        List<DispatchMatrix> matrices = viewModel.matricesProperty().get();
        DispatchMatrix matrix = matrices.stream()
                .filter(each -> each.strategy().equals(strategy))
                .findFirst()
                .orElse(null);
        body.setVisible(matrix != null);
        none.setVisible(matrix == null);
        none.setText(strings.get(
                viewModel.stateProperty().get().isBusy() ? "evaluate.dispatch.waiting" : "evaluate.dispatch.none"));
        if (matrix == null) {
            card.titleProperty().set(strings.get("evaluate.dispatch"));
            card.noteProperty().set("");
            return;
        }
        card.titleProperty()
                .set(
                        matrices.size() > 1
                                ? strings.get("evaluate.dispatch")
                                : strings.get("evaluate.dispatch.of", matrix.strategy()));
        card.noteProperty()
                .set(strings.get("evaluate.dispatch.note", String.format(Locale.ROOT, "%.1f", 100 * matrix.right())));
        map.setData(data(matrix));
        int failed =
                matrix.rows().stream().mapToInt(DispatchMatrix.Row::unreadable).sum();
        unreadable.setText(strings.get("evaluate.dispatch.axes")
                + (failed == 0 ? "" : " " + strings.get("evaluate.dispatch.unreadable", failed)));
    }

    private HeatMap.Data data(DispatchMatrix matrix) {
        List<List<Double>> values = new ArrayList<>();
        List<List<String>> texts = new ArrayList<>();
        List<List<String>> hints = new ArrayList<>();
        for (DispatchMatrix.Row row : matrix.rows()) {
            List<Double> shares = new ArrayList<>();
            List<String> counts = new ArrayList<>();
            List<String> words = new ArrayList<>();
            for (int column = 0; column < matrix.labels().size(); column++) {
                shares.add(row.share(column));
                counts.add(row.counts().get(column).toString());
                words.add(strings.get(
                        "evaluate.dispatch.hint",
                        row.counts().get(column),
                        row.n(),
                        row.category(),
                        String.join(", ", row.tasks()),
                        matrix.labels().get(column)));
            }
            values.add(shares);
            texts.add(counts);
            hints.add(words);
        }
        return new HeatMap.Data(
                matrix.rows().stream().map(DispatchMatrix.Row::category).toList(),
                matrix.labels(),
                values,
                texts,
                hints);
    }
}
