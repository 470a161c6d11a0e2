package org.t2workbench.app.compare.attribution;

import java.util.Locale;

/** Log-probabilities and what they changed by, written so that a small one is not nothing. */
final class Nats {

    /** Below this, four decimals would show next to nothing of a number. */
    private static final double SMALL = 5e-4;

    private Nats() {}

    /** With its sign, as a contribution. */
    static String signed(double value) {
        return minus(String.format(Locale.ROOT, isSmall(value) ? "%+.1e" : "%+.4f", value));
    }

    /** Without a plus. */
    static String written(double value) {
        return minus(String.format(Locale.ROOT, isSmall(value) ? "%.1e" : "%.3f", value));
    }

    /**
     * For a small cell: as many decimals as the largest one needs for two figures.
     *
     * @param largest of all that stand beside each other, without its sign
     */
    static String brief(double value, double largest) {
        if (largest > 0 && largest < SMALL) {
            return value == 0 ? "0" : minus(String.format(Locale.ROOT, "%+.0e", value));
        }
        int digits = largest > 0 ? (int) Math.max(0, Math.min(4, 1 - Math.floor(Math.log10(largest)))) : 1;
        String text = minus(String.format(Locale.ROOT, "%+." + digits + "f", value));
        // a sign before nothing says nothing
        return text.matches(".0(\\.0*)?") ? text.substring(1) : text;
    }

    private static boolean isSmall(double value) {
        return value != 0 && Math.abs(value) < SMALL;
    }

    private static String minus(String number) {
        return number.replace('-', '\u2212');
    }
}
