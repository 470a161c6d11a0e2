package org.t2workbench.app.chart;

import java.awt.BasicStroke;
import java.util.List;

/** Dashes by a line's place among the palette's series: colour is never the only thing that tells lines apart. */
public final class LineStyle {

    /** Lengths of dashes and gaps; the base and what is compared with it first are whole lines. */
    private static final List<List<Double>> DASHES = List.of(
            List.of(),
            List.of(),
            List.of(7.0, 3.0),
            List.of(2.0, 3.0),
            List.of(9.0, 3.0, 2.0, 3.0),
            List.of(4.0, 2.0),
            List.of(12.0, 4.0),
            List.of(1.0, 2.0),
            List.of(6.0, 2.0, 1.0, 2.0, 1.0, 2.0));

    private LineStyle() {}

    /** Lengths of the dashes and gaps of a line, for a legend; empty for a whole line. */
    public static List<Double> dash(int place) {
        return DASHES.get(place % DASHES.size());
    }

    /** Joined plainly: a line of thousands of short pieces would be mostly arcs otherwise, which nobody sees. */
    static BasicStroke stroke(int place, double width) {
        List<Double> dash = dash(place);
        if (dash.isEmpty()) {
            return new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL);
        }
        float[] lengths = new float[dash.size()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = dash.get(i).floatValue();
        }
        return new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1f, lengths, 0f);
    }
}
