package org.t2workbench.app.chart;

import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javafx.scene.Scene;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.theme.Appearance;
import org.t2workbench.app.theme.Palette;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Measures how many pictures a second a chart of 8 lines of 4096 points gives while it is panned, drawing and rendering
 * included: {@code mvn -q test -Dtest=ChartFigures -Dsurefire.failIfNoSpecifiedTests=false}. Its name keeps it out of the
 * ordinary tests: a busy machine says nothing about the chart.
 */
class ChartFigures {

    private static final int FRAMES = 120;

    private final FxRobot robot = new FxRobot();

    @SuppressWarnings("NullAway.Init")
    private SpectrumChart chart;

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
            long[] drawing = new long[1];
            long start = System.nanoTime();
            for (int frame = 0; frame < FRAMES; frame++) {
                double from = (4095 - width) * frame / FRAMES;
                robot.interact(() -> {
                    long begun = System.nanoTime();
                    chart.show(new double[] {from, from + width});
                    chart.snapshot(null, null);
                    drawing[0] += System.nanoTime() - begun;
                });
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%.0f %% of the axis: %.1f pictures a second by the clock, %.1f ms on the FX thread each%n",
                    100 * share,
                    FRAMES / seconds,
                    drawing[0] / 1e6 / FRAMES);
        }
    }
}
