package org.t2workbench.app.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.control.Scroller;
import org.t2workbench.app.theme.Appearance;
import org.t2workbench.app.theme.Palette;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Measures how many pictures a second a chart of 8 lines of 4096 points gives while it is panned, drawing and rendering
 * included, and how long a heat map of 80 layers and 7 kinds of matrices takes: {@code mvn -q test -Dtest=ChartFigures -Dsurefire.failIfNoSpecifiedTests=false}. Its name keeps it out of the
 * ordinary tests: a busy machine says nothing about the chart.
 */
class ChartFigures {

    private static final int FRAMES = 120;
    /** Pictures before the first that counts. */
    private static final int WARM_UP = 30;

    private static final int LAYERS = 80;
    private static final List<String> KINDS = List.of("q", "k", "v", "o", "gate", "up", "down");
    private static final int MAPS = 20;

    private final FxRobot robot = new FxRobot();

    @SuppressWarnings("NullAway.Init")
    private SpectrumChart chart;

    @SuppressWarnings("NullAway.Init")
    private HeatMap map;

    @Test
    void picturesASecondWhilePanning() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
        FxToolkit.setupStage(stage -> {
            chart = new SpectrumChart(Palette.of(Appearance.LIGHT));
            stage.setScene(new Scene(chart, 800, 420));
            stage.show();
            chart.setData(SpectrumChartTest.eightLines());
        });
        WaitForAsyncUtils.waitForFxEvents();
        for (double share : new double[] {1, 0.5, 0.1}) {
            double width = 4095 * share;
            long[] nanoseconds = new long[2];
            for (int frame = -WARM_UP; frame < FRAMES; frame++) {
                double from = (4095 - width) * Math.max(0, frame) / FRAMES;
                if (frame == 0) {
                    Arrays.fill(nanoseconds, 0);
                }
                robot.interact(() -> {
                    long begun = System.nanoTime();
                    chart.show(new double[] {from, from + width});
                    long drawn = System.nanoTime();
                    chart.snapshot(null, null);
                    nanoseconds[0] += drawn - begun;
                    nanoseconds[1] += System.nanoTime() - drawn;
                });
            }
            double drawing = nanoseconds[0] / 1e6 / FRAMES;
            double rendering = nanoseconds[1] / 1e6 / FRAMES;
            System.out.printf(
                    Locale.ROOT,
                    "%.0f %% of the axis: drawn in %.1f ms, rendered in %.1f ms, so %.0f pictures a second%n",
                    100 * share,
                    drawing,
                    rendering,
                    1e3 / (drawing + rendering));
        }
    }

    /** New values each time, as when another metric is chosen, drawn and rendered. */
    @Test
    void millisecondsOfAHeatMap() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
        FxToolkit.setupStage(stage -> {
            map = new HeatMap(Palette.of(Appearance.LIGHT));
            ScrollPane scroll = new Scroller(map);
            scroll.setFitToWidth(true);
            stage.setScene(new Scene(scroll, 376, 600));
            stage.show();
        });
        double longest = 0;
        for (int i = 0; i < MAPS; i++) {
            HeatMap.Data data = values(i);
            long[] taken = new long[1];
            robot.interact(() -> {
                long start = System.nanoTime();
                map.setData(data);
                map.getScene().snapshot(null);
                taken[0] = System.nanoTime() - start;
            });
            double milliseconds = taken[0] / 1e6;
            longest = Math.max(longest, milliseconds);
            if (i == 0) {
                System.out.printf(Locale.ROOT, "heat map, the first: %.1f ms%n", milliseconds);
                longest = 0;
            }
        }
        System.out.printf(Locale.ROOT, "heat map, the longest of the others: %.1f ms%n", longest);
    }

    private static HeatMap.Data values(int seed) {
        Random random = new Random(seed);
        List<String> rows = new ArrayList<>();
        List<List<Double>> values = new ArrayList<>();
        List<List<String>> texts = new ArrayList<>();
        for (int layer = 0; layer < LAYERS; layer++) {
            rows.add(String.valueOf(layer));
            List<Double> row = new ArrayList<>();
            KINDS.forEach(kind -> row.add(100 * random.nextDouble()));
            values.add(row);
            texts.add(row.stream()
                    .map(value -> String.format(Locale.ROOT, "%.1f", value))
                    .toList());
        }
        return new HeatMap.Data(rows, KINDS, values, texts, texts);
    }
}
