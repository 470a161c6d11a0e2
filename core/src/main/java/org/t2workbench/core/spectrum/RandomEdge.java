package org.t2workbench.core.spectrum;

/**
 * The band in which the singular values of a random matrix of the same shape would lie (Marchenko–Pastur); what is
 * above the upper edge is structure.
 *
 * @param lower smallest singular value of the band
 * @param upper largest singular value of the band
 * @param above number of singular values above the band
 */
public record RandomEdge(double lower, double upper, int above) {

    /**
     * The band for independent entries with the variance that the matrix's own entries have. Their mean is taken as
     * zero, as in the theory, so that variance is ‖W‖²/(m n).
     *
     * @param sigma singular values, at least one
     */
    static RandomEdge of(double[] sigma, long rows, long columns) {
        double longer = Math.max(rows, columns);
        double energy = 0;
        for (double value : sigma) {
            energy += value * value;
        }
        double[] edges = eigenvalueEdges(longer / Math.min(rows, columns), energy / (rows * (double) columns));
        double upper = Math.sqrt(longer * edges[1]);
        int above = 0;
        for (double value : sigma) {
            if (value > upper) {
                above++;
            }
        }
        return new RandomEdge(Math.sqrt(longer * edges[0]), upper, above);
    }

    /**
     * λ± = variance (1 ± 1/√Q)², the edges for the eigenvalues of WᵀW/N.
     *
     * @param ratio Q = N/M, the longer over the shorter side, at least 1
     */
    static double[] eigenvalueEdges(double ratio, double variance) {
        double narrow = 1 - 1 / Math.sqrt(ratio);
        double wide = 1 + 1 / Math.sqrt(ratio);
        return new double[] {variance * narrow * narrow, variance * wide * wide};
    }
}
