package org.t2workbench.app.chart;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.TickType;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/** A logarithmic axis whose ticks are plain numbers: 1, 2, 5 of each decade, or decades alone where there are many. */
final class DecadeAxis extends LogAxis {

    private static final long serialVersionUID = 1L;

    private static final int[] FEW = {1, 2, 5};
    private static final int[] MANY = {1};
    private static final double MANY_DECADES = 2.5;
    private static final double SMALLEST_PLAIN = 1e-4;

    DecadeAxis(double lowest, double highest) {
        setBase(10);
        setRange(lowest, highest);
    }

    // the class above speaks raw lists
    @Override
    public List<NumberTick> refreshTicks(Graphics2D g, AxisState state, Rectangle2D area, RectangleEdge edge) {
        double lowest = getLowerBound();
        double highest = getUpperBound();
        int[] digits = Math.log10(highest / lowest) > MANY_DECADES ? MANY : FEW;
        List<NumberTick> ticks = new ArrayList<>();
        int last = (int) Math.ceil(Math.log10(highest));
        for (int power = (int) Math.floor(Math.log10(lowest)); power <= last; power++) {
            for (int digit : digits) {
                double value = digit * Math.pow(10, power);
                if (value >= lowest && value <= highest) {
                    ticks.add(new NumberTick(
                            TickType.MAJOR,
                            value,
                            written(value),
                            TextAnchor.CENTER_RIGHT,
                            TextAnchor.CENTER_RIGHT,
                            0));
                }
            }
        }
        return ticks;
    }

    private static String written(double value) {
        String pattern = value < SMALLEST_PLAIN ? "0E0" : "0.####";
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
    }
}
