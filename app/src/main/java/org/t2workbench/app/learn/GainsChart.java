package org.t2workbench.app.learn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.chart.CurveChart;
import org.t2workbench.app.chart.CurveChart.Curve;
import org.t2workbench.app.chart.CurveChart.Form;
import org.t2workbench.app.chart.CurveChart.Point;
import org.t2workbench.app.control.ChartMenu;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.workbench.SpectrumCurves;

/** The gains of one matrix over its components, beside the line at 1 that changes nothing. */
final class GainsChart {

    private final CurveChart chart;
    private final String name;

    GainsChart(String id, String name, Theme theme) {
        this.name = name;
        chart = new CurveChart(CurveChart.Scale.FREE, theme.palette());
        chart.setId(id);
        chart.setAccessibleText(name);
        theme.appearanceProperty().addListener((property, before, now) -> chart.setPalette(theme.palette()));
    }

    CurveChart chart() {
        return chart;
    }

    /** Takes it out of the window. */
    ChartMenu menu(LearnContext context) {
        return LearnControls.menu(
                chart, context, () -> chart.picture(context.strings().get("learn.component"), "g"));
    }

    void show(@Nullable SpectrumCurves curves) {
        if (curves == null) {
            chart.setCurves(List.of(), 1);
            return;
        }
        List<Point> ones = new ArrayList<>();
        List<Point> gains = new ArrayList<>();
        for (int i = 0; i < curves.base().size(); i++) {
            ones.add(Point.of(i, 1));
            gains.add(Point.of(i, gain(curves, i)));
        }
        chart.setCurves(
                List.of(new Curve("", 0, Form.THIN, ones), new Curve(name, 1, Form.LINE, gains)),
                curves.base().size() - 1.0);
    }

    /** σ'/σ; a component without a singular value has no gain to be seen. */
    private static double gain(SpectrumCurves curves, int component) {
        double sigma = curves.base().get(component);
        return sigma > 0 ? curves.adapted().get(component) / sigma : 1;
    }

    /** max |g − 1|. */
    static double largestChange(SpectrumCurves curves) {
        double largest = 0;
        for (int i = 0; i < curves.base().size(); i++) {
            largest = Math.max(largest, Math.abs(gain(curves, i) - 1));
        }
        return largest;
    }
}
