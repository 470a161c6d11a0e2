package org.t2workbench.app.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import javafx.event.Event;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.ScrollEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.chart.SpectrumChart;
import org.t2workbench.app.spectra.KeepViewModel;
import org.t2workbench.app.spectra.SpectraViewModel;
import org.t2workbench.app.workbench.MatrixMetrics;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.SpectrumMetric;
import org.testfx.util.WaitForAsyncUtils;

/** The Spectra screen by mouse and keys. */
class SpectraFlowTest extends WindowFixture {

    private SpectraViewModel spectra() {
        return context.spectra();
    }

    @BeforeEach
    void show() throws TimeoutException {
        show("spectra");
        waitUntil(() -> spectra().curvesProperty().get() != null);
        waitUntil(() -> node("spectrum-chart", SpectrumChart.class).getWidth() > 100);
    }

    private List<Double> gains() {
        var matrix = spectra().selectedProperty().get();
        return spectra().edit().editProperty().get().of(matrix.name(), matrix.rank());
    }

    private void edit() throws TimeoutException {
        robot.clickOn(robot.lookup("#spectra-below .segment").nth(1).<Node>query());
        waitUntilWhole();
    }

    /** What a wheel sends; robots do not agree on its direction. */
    private static void wheel(Node over, double pixels) {
        Bounds bounds = over.getLayoutBounds();
        Event.fireEvent(
                over,
                new ScrollEvent(
                        ScrollEvent.SCROLL,
                        bounds.getCenterX(),
                        bounds.getCenterY(),
                        0,
                        0,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        0,
                        pixels,
                        0,
                        pixels,
                        ScrollEvent.HorizontalTextScrollUnits.NONE,
                        0,
                        ScrollEvent.VerticalTextScrollUnits.NONE,
                        0,
                        0,
                        null));
    }

    private void dragOverTheChart(double from, double to) {
        Node chart = node("spectrum-chart", SpectrumChart.class);
        Bounds bounds = chart.localToScreen(chart.getBoundsInLocal());
        robot.moveTo(bounds.getMinX() + from * bounds.getWidth(), bounds.getCenterY());
        robot.press(MouseButton.PRIMARY);
        robot.moveTo(bounds.getMinX() + (from + to) / 2 * bounds.getWidth(), bounds.getCenterY());
        robot.moveTo(bounds.getMinX() + to * bounds.getWidth(), bounds.getCenterY());
        robot.release(MouseButton.PRIMARY);
        WaitForAsyncUtils.waitForFxEvents();
    }

    @Test
    void aMatrixIsChosenByMouseByKeysAndInTheTable() throws TimeoutException {
        robot.clickOn("#heat-map");
        String before = spectra().selectedProperty().get().name();
        robot.type(KeyCode.UP);
        assertThat(spectra().selectedProperty().get().name()).isNotEqualTo(before);
        robot.clickOn(robot.lookup("#spectra-shown .segment").nth(1).<Node>query());
        waitUntilWhole();
        robot.interact(() -> spectra().metricProperty().set(SpectrumMetric.STABLE_RANK));
        List<MatrixMetrics> rows =
                List.copyOf(node("spectra-table", TableView.class).getItems());
        for (int i = 1; i < rows.size(); i++) {
            assertThat(rows.get(i).value(SpectrumMetric.STABLE_RANK))
                    .isLessThanOrEqualTo(rows.get(i - 1).value(SpectrumMetric.STABLE_RANK));
        }
        robot.interact(
                () -> node("spectra-table", TableView.class).getSelectionModel().select(0));
        assertThat(spectra().selectedProperty().get()).isEqualTo(rows.get(0).matrix());
        waitUntil(() -> spectra().curvesProperty().get() != null
                && spectra().curvesProperty().get().matrix().equals(rows.get(0).matrix()));
    }

    @Test
    void aBandIsBrushedSwitchedOffAndUndone() throws TimeoutException {
        edit();
        dragOverTheChart(0.4, 0.6);
        SpectrumChart.Band band = spectra().edit().bandProperty().get();
        assertThat(band).isNotNull();
        assertThat(band.last()).isGreaterThan(band.first());
        robot.clickOn("#edit-off");
        assertThat(gains().get(band.first())).isZero();
        assertThat(gains().get(band.last())).isZero();
        assertThat(gains().get(band.first() - 1)).isEqualTo(1);
        assertThat(robot.lookup("#spectra-legend .legend-entry").queryAll().stream()
                        .map(entry -> ((Labeled) entry).getText()))
                .anyMatch(name -> name.contains("edited"));
        robot.interact(() -> node("edit-gain", TextField.class).setText("1.5"));
        robot.clickOn("#edit-set");
        assertThat(gains().get(band.first())).isEqualTo(1.5);
        robot.clickOn("#edit-undo");
        assertThat(gains().get(band.first())).isZero();
        robot.clickOn("#edit-undo");
        assertThat(spectra().edit().editProperty().get().isNeutral()).isTrue();
        robot.clickOn("#edit-redo");
        assertThat(gains().get(band.first())).isZero();
    }

    @Test
    void theMetricsBelowTheEndAreReachedWithKeys() throws TimeoutException {
        ScrollPane metrics = node("spectra-metrics", ScrollPane.class);
        assertThat(metrics.isFocusTraversable()).isTrue();
        assertThat(metrics.getAccessibleText())
                .isEqualTo(spectra().selectedProperty().get().shortName());
        robot.interact(metrics::requestFocus);
        robot.type(KeyCode.DOWN, KeyCode.DOWN, KeyCode.DOWN);
        waitUntil(() -> metrics.getVvalue() > 0);
    }

    @Test
    void aBandIsMarkedWithKeysAlone() {
        robot.interact(() -> node("spectrum-chart", SpectrumChart.class).requestFocus());
        robot.type(KeyCode.RIGHT, 3);
        robot.type(KeyCode.SPACE);
        robot.type(KeyCode.RIGHT, 4);
        robot.type(KeyCode.SPACE);
        assertThat(spectra().edit().bandProperty().get()).isEqualTo(new SpectrumChart.Band(2, 6));
        robot.type(KeyCode.ESCAPE);
        assertThat(spectra().edit().bandProperty().get()).isNull();
    }

    @Test
    void theChartZoomsPansAndShowsAllAgain() {
        SpectrumChart chart = node("spectrum-chart", SpectrumChart.class);
        double last = chart.shown()[1];
        robot.interact(() -> wheel(chart, 240));
        double[] zoomed = chart.shown();
        assertThat(zoomed[1] - zoomed[0]).isLessThan(last);
        dragOverTheChart(0.6, 0.5);
        assertThat(chart.shown()[0]).isGreaterThan(zoomed[0]);
        assertThat(chart.shown()[1] - chart.shown()[0]).isCloseTo(zoomed[1] - zoomed[0], within(1e-6));
        robot.type(KeyCode.HOME);
        assertThat(chart.shown()).containsExactly(0, last);
    }

    @Test
    void aLineIsHiddenInTheLegend() {
        robot.clickOn(robot.lookup("#spectra-legend .legend-entry").nth(1).<Node>query());
        assertThat(spectra().chart().hidden()).hasSize(1);
        robot.clickOn(robot.lookup("#spectra-legend .legend-entry").nth(1).<Node>query());
        assertThat(spectra().chart().hidden()).isEmpty();
    }

    @Test
    void theSliderEndsWithTheRankAlsoWhereAsManyStay() {
        // not on the map, which would choose its own instead
        MatrixSummary smaller = new MatrixSummary("model.layers.99.self_attn.k_proj.weight", 99, "k", 64, 192);
        robot.interact(() -> {
            spectra().keep().modeProperty().set(KeepViewModel.Mode.TOP);
            spectra().keep().countProperty().set(64);
            spectra().selectedProperty().set(smaller);
        });
        assertThat(text("keep-count")).isEqualTo("64 of 64");
        assertThat(node("keep-slider", Slider.class).getMax()).isEqualTo(64);
    }

    @Test
    void theSliderAsksAgainAndGivesUpWhatItAskedBefore() throws TimeoutException {
        waitUntil(() -> spectra().keep().reportProperty().get() != null
                && !spectra().keep().busyProperty().get());
        robot.clickOn(robot.lookup("#keep-mode .segment").nth(1).<Node>query());
        session.spectra.gate = new CountDownLatch(1);
        robot.interact(() -> node("keep-slider", Slider.class).setValue(50));
        waitUntil(
                () -> session.spectra.kept.get(session.spectra.kept.size() - 1).last() == 49);
        assertThat(spectra().keep().busyProperty().get()).isTrue();
        robot.interact(() -> node("keep-slider", Slider.class).setValue(20));
        waitUntil(
                () -> session.spectra.kept.get(session.spectra.kept.size() - 1).last() == 19);
        session.spectra.gate.countDown();
        waitUntil(() -> !spectra().keep().busyProperty().get());
        assertThat(spectra().keep().modeProperty().get()).isEqualTo(KeepViewModel.Mode.TOP);
        assertThat(text("keep-answer")).isEqualTo("Tom has 18 cards.");
        assertThat(text("keep-perplexity")).contains("base 3.40");
        assertThat(text("keep-count")).startsWith("20 of");
    }

    @Test
    void aModelWithoutDecompositionIsOfferedOneWithItsCost() throws TimeoutException {
        session.decomposed = false;
        robot.interact(() -> context.model().look(Path.of("small.gguf")));
        waitUntil(() -> context.model().candidateProperty().get() != null);
        robot.interact(() -> context.model().openCandidate());
        waitUntil(() -> text("status-model").equals("small.gguf"));
        show("spectra");
        waitUntil(() -> robot.lookup("#spectra-decompose").tryQuery().isPresent());
        assertThat(robot.lookup(".label").queryAllAs(Label.class).stream().map(Label::getText))
                .anyMatch(words -> words.contains("42 matrices"));
        robot.clickOn("#spectra-decompose");
        waitUntil(() -> spectra().curvesProperty().get() != null);
        assertThat(robot.lookup("#spectra-decompose").tryQuery()).isEmpty();
    }
}
