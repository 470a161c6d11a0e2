package org.t2workbench.core.svf;

/**
 * A second way to a singular value decomposition, in plain doubles: one-sided Jacobi rotations (Hestenes). Slow and short,
 * to check the fast one with.
 */
final class JacobiSvd {

    private JacobiSvd() {}

    /** U diag(σ ⊙ g) Vᵀ of a matrix, σ from the largest down. */
    static double[][] rescaled(double[][] w, float[] gains) {
        boolean wide = w.length < w[0].length;
        double[][] tall = wide ? transposed(w) : copied(w);
        int n = tall[0].length;
        double[][] v = new double[n][n];
        for (int i = 0; i < n; i++) {
            v[i][i] = 1;
        }
        // rotates columns until all are orthogonal: then they are σ u, and v holds the right vectors
        for (boolean turned = true; turned; ) {
            turned = false;
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    turned |= rotate(tall, v, p, q);
                }
            }
        }
        double[][] result = new double[tall.length][n];
        for (int c = 0; c < n; c++) {
            float gain = gains[rankOf(tall, c)];
            for (int i = 0; i < tall.length; i++) {
                for (int j = 0; j < n; j++) {
                    result[i][j] += gain * tall[i][c] * v[j][c];
                }
            }
        }
        return wide ? transposed(result) : result;
    }

    private static boolean rotate(double[][] a, double[][] v, int p, int q) {
        double pp = dot(a, p, p);
        double qq = dot(a, q, q);
        double pq = dot(a, p, q);
        if (Math.abs(pq) <= 1e-15 * Math.sqrt(pp * qq)) {
            return false;
        }
        double zeta = (qq - pp) / (2 * pq);
        double t = Math.copySign(1 / (Math.abs(zeta) + Math.hypot(1, zeta)), zeta);
        double cos = 1 / Math.hypot(1, t);
        turn(a, p, q, cos, cos * t);
        turn(v, p, q, cos, cos * t);
        return true;
    }

    private static void turn(double[][] a, int p, int q, double cos, double sin) {
        for (double[] row : a) {
            double x = row[p];
            row[p] = cos * x - sin * row[q];
            row[q] = sin * x + cos * row[q];
        }
    }

    /** How many columns are longer than this one. */
    private static int rankOf(double[][] a, int column) {
        double own = dot(a, column, column);
        int longer = 0;
        for (int c = 0; c < a[0].length; c++) {
            if (dot(a, c, c) > own) {
                longer++;
            }
        }
        return longer;
    }

    private static double dot(double[][] a, int p, int q) {
        double sum = 0;
        for (double[] row : a) {
            sum += row[p] * row[q];
        }
        return sum;
    }

    private static double[][] copied(double[][] a) {
        return transposed(transposed(a));
    }

    private static double[][] transposed(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }
}
