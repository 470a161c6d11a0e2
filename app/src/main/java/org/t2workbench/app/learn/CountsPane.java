package org.t2workbench.app.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.t2workbench.app.chart.CurveChart;
import org.t2workbench.app.chart.CurveChart.Curve;
import org.t2workbench.app.chart.CurveChart.Form;
import org.t2workbench.app.chart.CurveChart.Point;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.learn.CountsStep.Matrices;
import org.t2workbench.app.staging.CatchUp;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.workbench.Quantities;

/** Step 9: how many numbers either trains, and what either can change. */
final class CountsPane extends VBox {

    private static final int HIGHEST_RANK = 64;

    private final CountsStep step;
    private final Strings strings;
    private final CurveChart chart;
    private final GridPane table = new GridPane();
    private final Label words = LearnControls.reading("learn-counts-words");

    CountsPane(CountsStep step, Theme theme, Strings strings) {
        super(10);
        this.step = step;
        this.strings = strings;
        chart = new CurveChart(CurveChart.Scale.FROM_ZERO, theme.palette());
        chart.setId("learn-counts-chart");
        chart.setAccessibleText(strings.get("learn.counts.chart"));
        theme.appearanceProperty().addListener((property, before, now) -> chart.setPalette(theme.palette()));
        Segments<Matrices> matrices = new Segments<>(Matrices.ATTENTION_QV);
        matrices.setId("learn-counts-matrices");
        matrices.add(Matrices.ATTENTION_QV, strings.get("learn.counts.qv"), "");
        matrices.add(Matrices.MLP, strings.get("learn.counts.mlp"), "");
        matrices.add(Matrices.ALL, strings.get("learn.counts.all"), "");
        matrices.valueProperty().bindBidirectional(step.matricesProperty());
        table.getStyleClass().add("learn-table");
        ColumnConstraints name = new ColumnConstraints();
        name.setHgrow(Priority.ALWAYS);
        table.getColumnConstraints().add(name);
        for (int i = 0; i < 3; i++) {
            ColumnConstraints figure = new ColumnConstraints();
            figure.setHalignment(HPos.RIGHT);
            // in a narrow window the names need the room
            figure.setMinWidth(84);
            figure.setPrefWidth(150);
            table.getColumnConstraints().add(figure);
        }
        getChildren()
                .setAll(
                        LearnControls.named(strings.get("learn.counts.matrices"), matrices),
                        NumberSlider.of(
                                "learn-counts-rank",
                                strings.get("learn.counts.rank"),
                                1,
                                HIGHEST_RANK,
                                step.rankProperty()),
                        new Card(strings.get("learn.counts.numbers"), table),
                        words,
                        LearnControls.columns(
                                new double[] {50, 50},
                                can("learn.counts.svf", "learn.counts.svf.text"),
                                can("learn.counts.lora", "learn.counts.lora.text")),
                        LearnControls.grown(new Card(strings.get("learn.counts.chart"), chart)
                                .atEnd(
                                        LearnControls.legend("legend-thin", "LoRA"),
                                        LearnControls.legend("legend-adapted", "SVF"),
                                        LearnControls.menu(
                                                chart,
                                                step.context(),
                                                () -> chart.picture(
                                                        strings.get("learn.counts.rank"),
                                                        strings.get("learn.counts.head.numbers"))))));
        Runnable show = new CatchUp(this, this::show);
        step.matricesProperty().addListener((property, before, now) -> show.run());
        step.rankProperty().addListener((property, before, now) -> show.run());
        step.context().matrixProperty().addListener((property, before, now) -> show.run());
        show();
    }

    private Card can(String title, String text) {
        Label label = new Label(strings.get(text));
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        VBox body = new VBox(label);
        body.getStyleClass().add("card-body");
        return new Card(strings.get(title), body);
    }

    private void show() {
        table.getChildren().clear();
        head(0, "learn.counts.head.numbers");
        head(1, "learn.counts.head.share");
        head(2, "learn.counts.head.file");
        row(1, strings.get("learn.counts.row.svf"), step.gains(), "learn-counts-svf");
        row(2, strings.get("learn.counts.row.lora", step.rankProperty().get()), step.lora(), "learn-counts-lora");
        row(3, strings.get("learn.counts.row.full"), step.weights(), "learn-counts-full");
        List<Point> lora = new ArrayList<>();
        List<Point> svf = new ArrayList<>();
        for (int k = 1; k <= HIGHEST_RANK; k++) {
            lora.add(Point.of(k, step.lora(k)));
            svf.add(Point.of(k, step.gains()));
        }
        chart.setCurves(
                List.of(new Curve("LoRA", 0, Form.THIN, lora), new Curve("SVF", 1, Form.LINE, svf)),
                HIGHEST_RANK,
                step.rankProperty().get());
        double times = step.gains() == 0 ? 0 : (double) step.lora() / step.gains();
        words.setText(strings.get("learn.counts.words", String.format(Locale.ROOT, "%.0f", times)));
    }

    private void head(int column, String key) {
        Label label = new Label(strings.get(key));
        label.getStyleClass().add("muted");
        table.add(label, column + 1, 0);
    }

    private void row(int row, String name, long count, String id) {
        Label numbers = figure(String.format(Locale.ROOT, "%,d", count));
        numbers.setId(id);
        double share = step.parameters() == 0 ? 0 : (double) count / step.parameters();
        table.addRow(
                row,
                new Label(name),
                numbers,
                figure(String.format(Locale.ROOT, "%.2f %%", 100 * share)),
                figure(Quantities.bytes(Float.BYTES * count)));
    }

    private static Label figure(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("mono");
        return label;
    }
}
