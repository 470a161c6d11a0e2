package org.t2workbench.app.spectra;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.chart.SpectrumData;
import org.t2workbench.app.chart.SpectrumData.Axis;
import org.t2workbench.app.chart.SpectrumData.Form;
import org.t2workbench.app.chart.SpectrumData.Line;
import org.t2workbench.app.chart.SpectrumData.Mark;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.SpectrumCurves;
import org.t2workbench.app.workbench.SpectrumDensity;
import org.t2workbench.core.spectrum.SpectrumMetrics;

/**
 * What there is to draw, and from it the lines of each tab.
 *
 * @param shown the chosen matrix under what is compared with
 * @param comparedWith the words for that
 * @param overlaid the chosen matrix under further experts
 * @param pinned other matrices, as they were when they were pinned
 * @param edited gains set by hand; empty without any
 * @param density of the chosen matrix; null until it is known
 */
record SpectrumLines(
        SpectrumCurves shown,
        String comparedWith,
        List<NamedCurves> overlaid,
        List<NamedCurves> pinned,
        List<Double> edited,
        @Nullable SpectrumDensity density,
        boolean logarithmic,
        boolean shares) {

    SpectrumData of(SpectrumTab tab, Strings strings) {
        return switch (tab) {
            case SPECTRUM -> spectrum(strings);
            case ENERGY -> energy(strings);
            case DENSITY -> density(strings);
            case GAINS -> gains(strings);
        };
    }

    private SpectrumData spectrum(Strings strings) {
        List<Line> lines = new ArrayList<>();
        lines.add(line(strings.get("spectra.legend.base"), 0, shown.base()));
        adapted(strings, strings.get("spectra.legend.sigma"), curves -> curves, lines);
        for (NamedCurves other : pinned) {
            lines.add(line(other.name(), lines.size() + 1, other.curves().base()));
        }
        List<Mark> marks = Double.isFinite(shown.randomEdge()) && shown.randomEdge() > 0
                ? List.of(new Mark(shown.randomEdge(), strings.get("spectra.edge")))
                : List.of();
        return new SpectrumData(
                lines, marks, across(strings), new Axis(strings.get("spectra.axis.sigma"), "σ", logarithmic), true);
    }

    private SpectrumData energy(Strings strings) {
        List<Line> lines = new ArrayList<>();
        lines.add(line(strings.get("spectra.legend.base"), 0, cumulative(shown.base())));
        adapted(strings, strings.get("spectra.legend.sigma"), SpectrumLines::cumulative, lines);
        for (NamedCurves other : pinned) {
            lines.add(line(
                    other.name(), lines.size() + 1, cumulative(other.curves().base())));
        }
        return new SpectrumData(
                lines,
                List.of(),
                across(strings),
                new Axis(strings.get("spectra.axis.energy"), "", logarithmic),
                false);
    }

    private SpectrumData gains(Strings strings) {
        List<Line> lines = new ArrayList<>();
        lines.add(line(
                strings.get("spectra.legend.one"),
                0,
                shown.base().stream().map(sigma -> 1.0).toList()));
        adapted(strings, strings.get("spectra.legend.gain"), this::over, lines);
        return new SpectrumData(
                lines, List.of(), across(strings), new Axis(strings.get("spectra.axis.gain"), "g", false), false);
    }

    /** What is compared with, what is laid over and what was edited, each after a change to its values. */
    private void adapted(Strings strings, String symbol, UnaryOperator<List<Double>> change, List<Line> lines) {
        if (shown.isAdapted()) {
            lines.add(line(
                    strings.get("spectra.legend.adapted", symbol, comparedWith),
                    lines.size(),
                    change.apply(shown.adapted())));
        }
        for (NamedCurves other : overlaid) {
            lines.add(line(
                    strings.get("spectra.legend.adapted", symbol, other.name()),
                    lines.size() + 1,
                    change.apply(other.curves().adapted())));
        }
        if (!edited.isEmpty()) {
            List<Double> values = new ArrayList<>();
            for (int i = 0; i < edited.size(); i++) {
                values.add(shown.base().get(i) * edited.get(i));
            }
            lines.add(line(strings.get("spectra.legend.edited", symbol), 4, change.apply(values)));
        }
    }

    /** σ′ over σ; a component of 0 has no gain to be read. */
    private List<Double> over(List<Double> values) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            double sigma = shown.base().get(i);
            ratios.add(sigma == 0 ? Double.NaN : values.get(i) / sigma);
        }
        return ratios;
    }

    private SpectrumData density(Strings strings) {
        SpectrumDensity known = density;
        List<Line> lines = new ArrayList<>();
        if (known != null) {
            lines.add(line(strings.get("spectra.legend.eigenvalues"), 0, Form.POINTS, known.counted()));
            if (!known.tail().isEmpty()) {
                lines.add(line(strings.get("spectra.legend.tail"), 1, Form.LINE, known.tail()));
            }
            if (!known.bulk().isEmpty()) {
                lines.add(line(strings.get("spectra.legend.bulk"), 4, Form.LINE, known.bulk()));
            }
        }
        return new SpectrumData(
                lines,
                List.of(),
                new Axis(strings.get("spectra.axis.eigenvalue"), "λ", logarithmic),
                new Axis(strings.get("spectra.axis.density"), "", logarithmic),
                false);
    }

    private static Line line(String name, int style, Form form, List<SpectrumDensity.Point> points) {
        return new Line(
                name,
                style,
                form,
                points.stream().map(SpectrumDensity.Point::eigenvalue).toList(),
                points.stream().map(SpectrumDensity.Point::density).toList());
    }

    private Axis across(Strings strings) {
        return shares
                ? new Axis(strings.get("spectra.axis.share"), "i / r", false)
                : new Axis(strings.get("spectra.index"), "i", false);
    }

    private Line line(String name, int style, List<Double> values) {
        double last = Math.max(1, values.size() - 1);
        IntToDoubleFunction place = shares ? i -> i / last : i -> i;
        List<Double> x = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            x.add(place.applyAsDouble(i));
        }
        return new Line(name, style, Form.LINE, x, values);
    }

    private static List<Double> cumulative(List<Double> values) {
        double[] shares = SpectrumMetrics.cumulativeEnergy(
                values.stream().mapToDouble(Double::doubleValue).toArray());
        return Arrays.stream(shares).boxed().toList();
    }
}
