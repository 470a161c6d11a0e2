package org.t2workbench.core.spectrum;

import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The inner products of what several experts change: ⟨a, b⟩ = Σ w (a − 1)(b − 1), with w = 1, or w = σ². With σ² it is the
 * inner product of the weight changes themselves, ⟨ΔW_a, ΔW_b⟩, since all experts share U and V. Immutable.
 */
public final class GainGram {

    private final double[][] products;

    private GainGram(double[][] products) {
        this.products = products;
    }

    /** Of experts that change nothing. */
    public static GainGram none(int experts) {
        return new GainGram(new double[experts][experts]);
    }

    /**
     * Of one matrix.
     *
     * @param gains g of each expert, (r); null for one that leaves the matrix as it is
     * @param sigma the matrix's singular values, (r); null to weigh all components alike
     */
    public static GainGram of(List<float @Nullable []> gains, double @Nullable [] sigma) {
        double[][] products = new double[gains.size()][gains.size()];
        for (int a = 0; a < products.length; a++) {
            for (int b = a; b < products.length; b++) {
                products[a][b] = product(gains.get(a), gains.get(b), sigma);
                products[b][a] = products[a][b];
            }
        }
        return new GainGram(products);
    }

    private static double product(float @Nullable [] a, float @Nullable [] b, double @Nullable [] sigma) {
        if (a == null || b == null) {
            return 0;
        }
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double weight = sigma == null ? 1 : sigma[i] * sigma[i];
            sum += weight * (a[i] - 1.0) * (b[i] - 1.0);
        }
        return sum;
    }

    /** Over the matrices of both. */
    public GainGram plus(GainGram other) {
        double[][] sums = new double[products.length][products.length];
        for (int a = 0; a < sums.length; a++) {
            for (int b = 0; b < sums.length; b++) {
                sums[a][b] = products[a][b] + other.products[a][b];
            }
        }
        return new GainGram(sums);
    }

    public int experts() {
        return products.length;
    }

    /** ‖g − 1‖, or ‖σ ⊙ (g − 1)‖ = ‖ΔW‖. */
    public double norm(int expert) {
        return Math.sqrt(products[expert][expert]);
    }

    /** From −1 to 1; empty where one of the two changes nothing, so that it has no direction. */
    public OptionalDouble cosine(int a, int b) {
        double lengths = norm(a) * norm(b);
        return lengths > 0
                ? OptionalDouble.of(Math.max(-1, Math.min(1, products[a][b] / lengths)))
                : OptionalDouble.empty();
    }

    /**
     * How much of what {@code a} changes is at right angles to what {@code b} changes: 1 − cos², the part of ‖a‖² that no
     * multiple of b has; 1 where b changes nothing, empty where a does not.
     */
    public OptionalDouble orthogonalShare(int a, int b) {
        if (norm(a) == 0) {
            return OptionalDouble.empty();
        }
        OptionalDouble cosine = cosine(a, b);
        return OptionalDouble.of(cosine.isPresent() ? Math.max(0, 1 - cosine.getAsDouble() * cosine.getAsDouble()) : 1);
    }

    /** ‖a − b‖. */
    public double distance(int a, int b) {
        return Math.sqrt(Math.max(0, products[a][a] + products[b][b] - 2 * products[a][b]));
    }
}
