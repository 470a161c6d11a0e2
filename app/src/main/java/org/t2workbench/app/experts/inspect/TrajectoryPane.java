package org.t2workbench.app.experts.inspect;

import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.RowConstraints;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.chart.CurveChart;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.ChoiceWords;
import org.t2workbench.app.control.EmptyState;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.workbench.ExpertTrajectory;

/** The way of an expert through its training: how far it went, in which direction, and what it did by then. */
final class TrajectoryPane {

    private static final double RUN = 240;

    private final TrajectoryViewModel viewModel;
    private final Strings strings;
    private final Theme theme;
    private final CurveChart norm;
    private final CurveChart cosine;
    private final CurveChart change;
    private final CurveChart divergence;
    private final PartFrame frame;

    TrajectoryPane(TrajectoryViewModel viewModel, Theme theme, Strings strings) {
        this.viewModel = viewModel;
        this.strings = strings;
        this.theme = theme;
        norm = chart("way-norm", CurveChart.Scale.FROM_ZERO, "inspect.way.norm");
        cosine = chart("way-cosine", CurveChart.Scale.FREE, "inspect.way.cosine");
        change = chart("way-change", CurveChart.Scale.FROM_ZERO, "inspect.way.change");
        divergence = chart("way-divergence", CurveChart.Scale.FROM_ZERO, "inspect.way.divergence");
        GridPane body = new GridPane();
        body.setHgap(12);
        body.setVgap(12);
        ColumnConstraints half = new ColumnConstraints();
        half.setPercentWidth(50);
        body.getColumnConstraints().setAll(half, half);
        RowConstraints tall = new RowConstraints();
        tall.setPercentHeight(50);
        body.getRowConstraints().setAll(tall, tall);
        body.add(card(norm, "inspect.way.norm", "inspect.way.norm.note"), 0, 0);
        body.add(card(cosine, "inspect.way.cosine", "inspect.way.cosine.note"), 1, 0);
        body.add(card(change, "inspect.way.change", "inspect.way.change.note"), 0, 1);
        body.add(card(divergence, "inspect.way.divergence", "inspect.way.divergence.note"), 1, 1);
        ComboBox<TrajectoryViewModel.Walked> run = runBox();
        frame = new PartFrame(body, run, viewModel::setActive, run, folder(), again(), export(body));
        viewModel.trajectoryProperty().addListener((property, before, now) -> show());
        viewModel.problemProperty().addListener((property, before, now) -> show());
        viewModel.busyProperty().addListener((property, before, now) -> show());
        show();
    }

    Part part() {
        return frame;
    }

    private CurveChart chart(String id, CurveChart.Scale scale, String key) {
        CurveChart chart = new CurveChart(scale, theme.palette());
        chart.setId(id);
        chart.setAccessibleText(strings.get(key));
        theme.appearanceProperty().addListener((property, before, now) -> chart.setPalette(theme.palette()));
        return chart;
    }

    private Card card(CurveChart chart, String title, String note) {
        Card card = Card.ofChart(strings.get(title), chart);
        card.noteProperty().set(strings.get(note));
        return card;
    }

    private ComboBox<TrajectoryViewModel.Walked> runBox() {
        ComboBox<TrajectoryViewModel.Walked> run = new ComboBox<>(viewModel.runs());
        run.setId("way-run");
        run.setAccessibleText(strings.get("inspect.way.run"));
        run.setPrefWidth(RUN);
        run.setPromptText(strings.get("inspect.way.run"));
        run.setConverter(new ChoiceWords<>(TrajectoryViewModel.Walked::name));
        viewModel.chosenProperty().addListener((property, before, now) -> run.setValue(now));
        // a list that is filled anew takes the value away for a moment
        viewModel.runs().addListener((ListChangeListener<TrajectoryViewModel.Walked>)
                change -> run.setValue(viewModel.chosenProperty().get()));
        run.valueProperty().addListener((property, before, now) -> {
            if (now != null) {
                viewModel.chosenProperty().set(now);
            }
        });
        return run;
    }

    private Button folder() {
        Button folder = new Button(strings.get("inspect.way.folder"), new FontIcon(Feather.FOLDER));
        folder.setId("way-folder");
        folder.setTooltip(new Tooltip(strings.get("inspect.way.folder.tooltip")));
        folder.setOnAction(event -> viewModel.chooseFolder());
        return folder;
    }

    private Button again() {
        Button again = new Button(strings.get("inspect.way.again"), new FontIcon(Feather.REFRESH_CW));
        again.setId("way-again");
        again.setTooltip(new Tooltip(strings.get("inspect.way.again.tooltip")));
        again.setOnAction(event -> viewModel.measure());
        again.disableProperty().bind(viewModel.chosenProperty().isNull().or(viewModel.busyProperty()));
        return again;
    }

    private ExportMenu export(Node body) {
        ExportMenu export = new ExportMenu("way-export", viewModel.files(), strings, body, this::fileName)
                .csv(
                        strings.get("inspect.export.points"),
                        this::fileName,
                        () -> Objects.requireNonNull(
                                viewModel.trajectoryProperty().get())::csv);
        export.disableProperty().bind(viewModel.trajectoryProperty().isNull());
        return export;
    }

    private String fileName() {
        TrajectoryViewModel.Walked walked = viewModel.chosenProperty().get();
        return (walked == null ? "run" : walked.name()) + "-trajectory";
    }

    private void show() {
        ExpertTrajectory trajectory = viewModel.trajectoryProperty().get();
        if (trajectory != null) {
            frame.showBody();
            draw(trajectory);
        } else if (viewModel.busyProperty().get()) {
            Button cancel = new Button(strings.get("attribution.cancel"));
            cancel.setId("way-cancel");
            cancel.setOnAction(event -> viewModel.cancel());
            HBox waiting = new HBox(10, new ProgressIndicator(), new Label(strings.get("inspect.way.busy")), cancel);
            waiting.setAlignment(Pos.CENTER);
            frame.show(waiting);
        } else {
            frame.show(new EmptyState(
                    Feather.TRENDING_UP,
                    strings.get("inspect.way.empty"),
                    viewModel.problemProperty().get()));
        }
    }

    private void draw(ExpertTrajectory trajectory) {
        double last = trajectory.points().get(trajectory.points().size() - 1).iteration();
        double best = trajectory.best() < 0 ? Double.NaN : trajectory.best();
        List<CurveChart.Point> noted = trajectory.norms().stream()
                .map(one -> CurveChart.Point.of((double) one.iteration(), one.norm()))
                .toList();
        CurveChart.Curve every = new CurveChart.Curve("", 1, CurveChart.Form.FAINT, noted);
        CurveChart.Curve kept = curve("inspect.way.norm", 1, trajectory, ExpertTrajectory.Point::norm);
        norm.setCurves(noted.isEmpty() ? List.of(kept) : List.of(every, kept), last, best);
        cosine.setCurves(
                List.of(curve("inspect.way.cosine", 2, trajectory, ExpertTrajectory.Point::cosine)), last, best);
        change.setCurves(
                List.of(curve("inspect.way.change", 3, trajectory, point -> 100 * point.relativeChange())), last, best);
        divergence.setCurves(
                List.of(curve("inspect.way.divergence", 4, trajectory, ExpertTrajectory.Point::divergence)),
                last,
                best);
    }

    private CurveChart.Curve curve(
            String key, int colour, ExpertTrajectory trajectory, ToDoubleFunction<ExpertTrajectory.Point> value) {
        List<CurveChart.Point> points = trajectory.points().stream()
                .filter(point -> Double.isFinite(value.applyAsDouble(point)))
                .map(point -> CurveChart.Point.of((double) point.iteration(), value.applyAsDouble(point)))
                .toList();
        return new CurveChart.Curve(strings.get(key), colour, CurveChart.Form.MARKED, points);
    }
}
