package org.t2workbench.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.Group;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import javafx.scene.transform.Transform;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.theme.Appearance;
import org.t2workbench.app.theme.Palette;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** The charts of the Spectra screen by themselves: thinned lines, and how long a picture takes. */
class SpectrumChartTest {

    private static final int SERIES = 8;
    private static final int POINTS = 4096;
    private static final int LAYERS = 80;
    private static final int KINDS = 7;
    private static final int TRIES = 8;
    private static final double HEAT_MAP_MILLISECONDS = 100;

    private final FxRobot robot = new FxRobot();

    @SuppressWarnings("NullAway.Init")
    private Stage stage;

    @BeforeEach
    void window() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
        FxToolkit.setupStage(primary -> stage = primary);
    }

    @AfterEach
    void close() throws TimeoutException {
        FxToolkit.setupStage(Stage::close);
    }

    static SpectrumData eightLines() {
        List<SpectrumData.Line> lines = new ArrayList<>();
        for (int series = 0; series < SERIES; series++) {
            List<Double> x = new ArrayList<>();
            List<Double> y = new ArrayList<>();
            for (int i = 0; i < POINTS; i++) {
                x.add((double) i);
                y.add((3 + series) * Math.exp(-i / 900.0) * (1 + 0.1 * Math.sin(i * (series + 1.3))));
            }
            lines.add(new SpectrumData.Line("line " + series, series, SpectrumData.Form.LINE, x, y));
        }
        return new SpectrumData(
                lines,
                List.of(),
                new SpectrumData.Axis("component", "i", false),
                new SpectrumData.Axis("σ", "σ", true),
                false);
    }

    @Test
    void aThinnedLineKeepsItsEndsAndExtremes() {
        SpectrumData.Line line = eightLines().lines().get(3);
        Samples whole = Samples.of(line, false, true);
        Samples thin = whole.between(0, POINTS, 500);
        assertThat(thin.size()).isBetween(500, 1000);
        assertThat(thin.lowest()).isEqualTo(whole.lowest());
        assertThat(thin.highest()).isEqualTo(whole.highest());
        for (int i = 1; i < thin.size(); i++) {
            assertThat(thin.x(i)).isGreaterThan(thin.x(i - 1));
        }
        Samples near = whole.between(100, 120, 500);
        assertThat(near.x(0)).isEqualTo(99);
        assertThat(near.x(near.size() - 1)).isBetween(120.0, 121.0);
        assertThat(whole.nearest(7.6)).isEqualTo(8);
        assertThat(whole.nearest(-5)).isZero();
        assertThat(whole.nearest(1e9)).isEqualTo(POINTS - 1);
    }

    @Test
    void aLogarithmicAxisLeavesOutWhatItCannotShow() {
        SpectrumData.Line line = new SpectrumData.Line(
                "gains", 0, SpectrumData.Form.LINE, List.of(0.0, 1.0, 2.0, 3.0), List.of(1.0, 0.0, -2.0, Double.NaN));
        assertThat(Samples.of(line, false, true).size()).isEqualTo(1);
        assertThat(Samples.of(line, true, false).size()).isEqualTo(2);
    }

    @Test
    void aMapOfEightyLayersIsDrawnWithinATenthOfASecond() {
        HeatMap map = new HeatMap(Palette.of(Appearance.LIGHT));
        robot.interact(() -> {
            stage.setScene(new Scene(map, 376, 1240));
            stage.show();
        });
        WaitForAsyncUtils.waitForFxEvents();
        double best = Double.POSITIVE_INFINITY;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            HeatMap.Data data = mapData(attempt);
            long[] took = new long[1];
            robot.interact(() -> {
                long start = System.nanoTime();
                map.setData(data);
                map.snapshot(null, null);
                took[0] = System.nanoTime() - start;
            });
            best = Math.min(best, took[0] / 1e6);
        }
        assertThat(best).isLessThan(HEAT_MAP_MILLISECONDS);
    }

    /** A picture of twice the size mixes the last pixels with what lies beyond them, from when the chart was larger. */
    @Test
    void nothingOfALargerChartRemainsAtTheEdgeOfAPicture() {
        SpectrumChart chart = new SpectrumChart(Palette.of(Appearance.LIGHT));
        chart.setManaged(false);
        robot.interact(() -> {
            stage.setScene(new Scene(new Group(chart), 500, 400));
            stage.show();
            chart.resize(460, 380);
            chart.setData(eightLines());
        });
        WaitForAsyncUtils.waitForFxEvents();
        robot.interact(() -> chart.snapshot(null, null));
        robot.interact(() -> {
            chart.resize(420.5, 300.5);
            chart.setPalette(Palette.of(Appearance.DARK));
        });
        WaitForAsyncUtils.waitForFxEvents();
        WritableImage[] taken = new WritableImage[1];
        robot.interact(() -> {
            SnapshotParameters twice = new SnapshotParameters();
            twice.setFill(Color.TRANSPARENT);
            twice.setTransform(Transform.scale(2, 2));
            taken[0] = chart.snapshot(twice, null);
        });
        double ground = Palette.of(Appearance.DARK).background().getBrightness();
        for (int i = 0; i < 600; i++) {
            for (int edge = 0; edge < 8; edge++) {
                assertThat(brightness(taken[0], i, 600 - edge)).as("bottom").isLessThanOrEqualTo(ground + 0.01);
                assertThat(brightness(taken[0], 840 - edge, i)).as("right").isLessThanOrEqualTo(ground + 0.01);
            }
        }
    }

    private static double brightness(WritableImage image, int x, int y) {
        Color seen = image.getPixelReader().getColor(x, y);
        return seen.getOpacity() * seen.getBrightness();
    }

    private static HeatMap.Data mapData(int seed) {
        List<String> rows = new ArrayList<>();
        List<List<Double>> values = new ArrayList<>();
        List<List<String>> texts = new ArrayList<>();
        for (int layer = 0; layer < LAYERS; layer++) {
            rows.add(String.valueOf(layer));
            List<Double> row = new ArrayList<>();
            List<String> words = new ArrayList<>();
            for (int kind = 0; kind < KINDS; kind++) {
                row.add(Math.sin(seed + layer * 7.0 + kind));
                words.add(String.valueOf(layer * kind));
            }
            values.add(row);
            texts.add(words);
        }
        return new HeatMap.Data(rows, List.of("q", "k", "v", "o", "gate", "up", "down"), values, texts, texts);
    }
}
