package org.t2workbench.app.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The lines of a chart in words at one place, for the crosshair. Immutable. */
final class SpectrumReadout {

    static final SpectrumReadout NONE = new SpectrumReadout(SpectrumData.EMPTY);

    private final SpectrumData data;
    private final List<Samples> lines = new ArrayList<>();

    SpectrumReadout(SpectrumData data) {
        this.data = data;
        data.lines().forEach(line -> lines.add(Samples.of(line, false, false)));
    }

    /** The component of the first line that is nearest to a place; −1 without any. */
    int nearest(double place) {
        return lines.isEmpty() ? -1 : lines.get(0).nearest(place);
    }

    /** Every line that is not hidden and reaches there, and the ratio of the second to the first where it is a gain. */
    String at(double place, Set<String> hidden) {
        StringBuilder text = new StringBuilder(data.x().symbol()).append(" = ").append(number(place));
        List<Double> read = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Samples line = lines.get(i);
            String name = data.lines().get(i).name();
            if (hidden.contains(name) || line.size() == 0 || place < line.x(0) || place > line.x(line.size() - 1)) {
                continue;
            }
            double value = line.y(line.nearest(place));
            text.append('\n').append(name).append("  ").append(number(value));
            read.add(value);
        }
        boolean fromFirst =
                !data.lines().isEmpty() && !hidden.contains(data.lines().get(0).name());
        if (data.readsRatio() && fromFirst && read.size() > 1 && read.get(0) > 0) {
            text.append(String.format(Locale.ROOT, "%ngain  %.3f", read.get(1) / read.get(0)));
        }
        return text.toString();
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e7
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.4g", value);
    }
}
