package org.t2workbench.app.chart;

import static org.t2workbench.app.chart.ChartPicture.quoted;

import java.util.Set;
import org.jfree.chart.JFreeChart;
import org.t2workbench.app.theme.Appearance;
import org.t2workbench.app.theme.Palette;

/** A spectrum chart for files, all of it whatever the window is zoomed to. Any thread. */
public final class SpectrumPicture {

    private SpectrumPicture() {}

    /** @param hidden names of the lines that are left out of the drawing; the numbers are those of all lines */
    public static ChartPicture of(SpectrumData data, Set<String> hidden) {
        JFreeChart chart = SpectrumPlot.chart();
        double[] extent = VisibleRange.extent(data);
        SpectrumPlot.fill(
                chart,
                data,
                SpectrumPlot.samples(data, hidden),
                extent[0],
                extent[1],
                ChartPicture.places(),
                Palette.of(Appearance.LIGHT));
        ChartPicture.addLegend(
                chart,
                data.lines().stream()
                        .map(SpectrumData.Line::name)
                        .filter(name -> !hidden.contains(name))
                        .toList());
        return new ChartPicture(chart, () -> csv(data));
    }

    /** A row for each point: the line's name and both values, in full. */
    private static String csv(SpectrumData data) {
        StringBuilder text = new StringBuilder("series,");
        text.append(quoted(data.x().name()))
                .append(',')
                .append(quoted(data.y().name()))
                .append('\n');
        for (SpectrumData.Line line : data.lines()) {
            for (int i = 0; i < line.x().size(); i++) {
                text.append(quoted(line.name())).append(',');
                text.append(line.x().get(i)).append(',').append(line.y().get(i)).append('\n');
            }
        }
        return text.toString();
    }
}
