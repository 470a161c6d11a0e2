package org.t2workbench.core.svf;

/** Which singular values count as 0 beside the largest: those at or below σ₁ max(m, n) 2⁻⁵², as numpy has it. */
public final class HardRank {

    private HardRank() {}

    /**
     * The largest value that counts as 0.
     *
     * @param largest σ₁
     */
    public static double tolerance(double largest, long rows, long columns) {
        return largest * Math.max(rows, columns) * Math.ulp(1.0);
    }
}
