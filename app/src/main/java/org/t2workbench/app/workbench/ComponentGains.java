package org.t2workbench.app.workbench;

/**
 * One gain for a run of components, by hand; all other components keep the gain 1.
 *
 * @param matrix its name; empty for every matrix of the model
 * @param from the first component, 0 being that of the largest singular value
 * @param to one after the last; a matrix that has fewer is changed as far as it goes
 */
public record ComponentGains(String matrix, int from, int to, double gain) {

    /** The base model. */
    public static final ComponentGains NONE = new ComponentGains("", 0, 0, 1);

    private static final String EVERY = "";

    /** Turns off all but the first components. */
    public static ComponentGains keepFirst(String matrix, int components) {
        return new ComponentGains(matrix, components, Integer.MAX_VALUE, 0);
    }

    /** Turns off the first components. */
    public static ComponentGains dropFirst(String matrix, int components) {
        return new ComponentGains(matrix, 0, components, 0);
    }

    public boolean isOfEveryMatrix() {
        return matrix.equals(EVERY);
    }

    /** g of a matrix with so many singular values. */
    public float[] gains(int rank) {
        float[] gains = new float[rank];
        for (int i = 0; i < rank; i++) {
            gains[i] = i >= from && i < to ? (float) gain : 1;
        }
        return gains;
    }
}
