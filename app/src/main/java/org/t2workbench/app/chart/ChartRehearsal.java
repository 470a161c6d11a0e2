package org.t2workbench.app.chart;

import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import javafx.scene.layout.Region;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.app.theme.Appearance;
import org.t2workbench.app.theme.Palette;

/**
 * Charts that nobody sees. They load what AWT and JFreeChart need, and are drawn until the virtual machine has compiled most
 * of that, so that the first chart in the window does not keep the FX thread waiting.
 */
public final class ChartRehearsal {

    private static final Logger LOG = LoggerFactory.getLogger(ChartRehearsal.class);
    private static final int DRAWINGS = 20;
    private static final int POINTS = 128;
    private static final int WIDTH = 700;
    private static final int HEIGHT = 330;

    private ChartRehearsal() {}

    /** Draws on canvases that are in no window, which any thread may do. */
    public static void play() {
        LOG.debug("The charts are written in {}.", ChartStyle.font().getFamily());
        Palette palette = Palette.of(Appearance.LIGHT);
        List<Double> line = values(i -> Math.exp(-0.03 * i));
        SpectrumData spectrum = SpectrumData.overComponents(
                Map.of("base", line, "adapted", line), "component", line.get(POINTS / 2), "edge", true);
        // words along the vertical axis are written by other means
        SpectrumData named = new SpectrumData(
                spectrum.lines(), spectrum.marks(), spectrum.x(), new SpectrumData.Axis("σ", "σ", true), false);
        SpectrumChart spectra = new SpectrumChart(palette);
        draw(spectra, () -> spectra.setData(named));
        List<CurveChart.Point> points = IntStream.range(0, POINTS)
                .mapToObj(i -> new CurveChart.Point(i, 0.5, 0.4, 0.6))
                .toList();
        CurveChart curves = new CurveChart(CurveChart.Scale.SHARE, palette);
        draw(
                curves,
                () -> curves.setCurves(
                        List.of(
                                new CurveChart.Curve("line", 0, CurveChart.Form.LINE, points),
                                new CurveChart.Curve("marked", 1, CurveChart.Form.MARKED, points)),
                        POINTS,
                        1));
        HistogramChart bars = new HistogramChart(palette, "");
        draw(bars, () -> bars.setBars(new HistogramChart.Bars(List.of(0.0, 1.0, 2.0), List.of(1L, 2L), 1)));
    }

    private static void draw(Region chart, Runnable change) {
        chart.resize(WIDTH, HEIGHT);
        for (int i = 0; i < DRAWINGS; i++) {
            change.run();
            chart.layout();
        }
    }

    private static List<Double> values(IntToDoubleFunction value) {
        return IntStream.range(0, POINTS).mapToDouble(value).boxed().toList();
    }
}
