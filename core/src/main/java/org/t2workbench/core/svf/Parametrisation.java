package org.t2workbench.core.svf;

import java.util.Locale;
import java.util.Optional;

/** How trained parameters p of one matrix become its gains g, what multiplies σ. */
public enum Parametrisation {
    /** g = p, as in the paper. */
    DIRECT {
        @Override
        public float[] gains(float[] raw, double[] sigma) {
            requireSameLength(raw, sigma);
            return raw.clone();
        }
    },

    /**
     * g = sigmoid(p) Σσ / Σ(σ ⊙ sigmoid(p)), as in the authors' code: the sum of the singular values is kept, so equal
     * parameters are the base model.
     */
    SIGMOID {
        @Override
        public float[] gains(float[] raw, double[] sigma) {
            requireSameLength(raw, sigma);
            double[] mask = new double[raw.length];
            double total = 0;
            double masked = 0;
            for (int i = 0; i < raw.length; i++) {
                mask[i] = 1 / (1 + Math.exp(-(double) raw[i]));
                total += sigma[i];
                masked += sigma[i] * mask[i];
            }
            float[] gains = new float[raw.length];
            for (int i = 0; i < raw.length; i++) {
                // a matrix of zeros stays one whatever its gains are: 1 is as good as any, and neutral
                gains[i] = masked > 0 ? (float) (mask[i] * total / masked) : 1;
            }
            return gains;
        }
    };

    /**
     * The gains of one matrix, computed in f64 and rounded once.
     *
     * @param raw trained parameters, (r)
     * @param sigma the matrix's singular values, (r)
     */
    public abstract float[] gains(float[] raw, double[] sigma);

    /** The name in files and on the command line: {@code direct}, {@code sigmoid}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The parametrisation of that name; empty when there is none. */
    public static Optional<Parametrisation> of(String label) {
        for (Parametrisation each : values()) {
            if (each.label().equals(label)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    private static void requireSameLength(float[] raw, double[] sigma) {
        if (raw.length != sigma.length) {
            throw new IllegalArgumentException(raw.length + " parameters for " + sigma.length + " singular values");
        }
    }
}
