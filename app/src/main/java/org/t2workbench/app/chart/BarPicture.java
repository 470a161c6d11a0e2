package org.t2workbench.app.chart;

import java.nio.file.Path;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.t2workbench.app.theme.Appearance;
import org.t2workbench.app.theme.Palette;

/** Bars with their intervals in a file, dark on white as papers are. Any thread. */
public final class BarPicture {

    private static final int HEIGHT = 420;
    private static final int NARROW = 640;
    private static final int WIDE = 1280;
    private static final int PER_BAR = 34;

    /**
     * One bar.
     *
     * @param group what it stands with
     * @param series what it is compared as; the first one is the base
     * @param value from 0 to 1
     * @param low of its interval
     * @param high of its interval
     */
    public record Bar(String group, String series, double value, double low, double high) {}

    private BarPicture() {}

    /** At twice the size, for screens and print. */
    public static void png(Path file, List<Bar> bars) {
        ChartFile.png(file, chart(bars), width(bars), HEIGHT);
    }

    public static void svg(Path file, List<Bar> bars) {
        ChartFile.svg(file, chart(bars), width(bars), HEIGHT);
    }

    private static JFreeChart chart(List<Bar> bars) {
        return IntervalBarPlot.chart(bars, Palette.of(Appearance.LIGHT));
    }

    private static int width(List<Bar> bars) {
        return Math.max(NARROW, Math.min(WIDE, PER_BAR * bars.size()));
    }
}
