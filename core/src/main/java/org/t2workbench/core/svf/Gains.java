package org.t2workbench.core.svf;

/** What multiplies the singular values of one matrix. */
final class Gains {

    private Gains() {}

    /** Whether every gain is 1, so that the matrix stays what it is. */
    static boolean areNeutral(float[] gains) {
        for (float gain : gains) {
            if (gain != 1f) {
                return false;
            }
        }
        return true;
    }

    /** σ ⊙ (g − 1), what U and Vᵀ carry into the weights; in f64. */
    static double[] change(double[] sigma, float[] gains) {
        double[] change = new double[sigma.length];
        for (int i = 0; i < sigma.length; i++) {
            change[i] = sigma[i] * (gains[i] - 1.0);
        }
        return change;
    }
}
