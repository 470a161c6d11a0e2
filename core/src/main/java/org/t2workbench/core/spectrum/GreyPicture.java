package org.t2workbench.core.spectrum;

/**
 * A small grey picture drawn by formulas, to show on something that everybody can see what the first components of a
 * matrix hold: two ranges of hills under a sun, over a lake that mirrors them. Immutable, any thread.
 */
public final class GreyPicture {

    private static final double SHORE = 0.62;
    private static final double SUN_X = 0.71;
    private static final double SUN_Y = 0.2;
    private static final double SUN_RADIUS = 0.085;

    private final int side;
    private final float[] values;

    private GreyPicture(int side, float[] values) {
        this.side = side;
        this.values = values;
    }

    /**
     * The landscape.
     *
     * @param side rows and columns
     */
    public static GreyPicture landscape(int side) {
        float[] values = new float[side * side];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                values[row * side + column] = (float) brightness((column + 0.5) / side, (row + 0.5) / side);
            }
        }
        return new GreyPicture(side, values);
    }

    /** Rows, and as many columns. */
    public int side() {
        return side;
    }

    /** Brightness from 0 to 1, row by row; a copy. */
    public float[] values() {
        return values.clone();
    }

    /** Of the point x to the right and y down, both from 0 to 1. */
    private static double brightness(double x, double y) {
        if (y < SHORE) {
            return land(x, y);
        }
        // a lake: the land upside down, wavering, darker, with a glitter of waves
        double depth = y - SHORE;
        double waves = 0.012 * Math.sin(70 * y + 9 * Math.sin(5 * x));
        double mirrored = land(x + waves, Math.max(0, SHORE - 1.5 * depth));
        return Math.min(1, 0.08 + 0.68 * mirrored + 0.05 * Math.sin(140 * y + 6 * x));
    }

    private static double land(double x, double y) {
        double near = 0.47 - 0.13 * Math.sin(3.1 * x + 0.4) + 0.035 * Math.sin(14 * x) + 0.012 * Math.sin(41 * x);
        double far = 0.42 - 0.15 * Math.sin(5.2 * x + 2.2) - 0.04 * Math.sin(11 * x + 1);
        if (y > near) {
            double trees = 0.06 * Math.sin(90 * x) * Math.sin(75 * y);
            return 0.2 + 0.22 * (y - near) / (SHORE - near + 0.05) + trees;
        }
        if (y > far) {
            return 0.48 + 0.12 * Math.sin(22 * (x - y)) * (y - far) / 0.2;
        }
        double sun = Math.hypot(x - SUN_X, y - SUN_Y) - SUN_RADIUS;
        return sun < 0 ? 1 : 0.62 + 0.22 * y + 0.16 * Math.exp(-sun * 9);
    }
}
