package org.t2workbench.core.exchange;

import java.util.Locale;
import java.util.Optional;
import org.t2workbench.core.checkpoint.HalfPrecision;
import org.t2workbench.core.svf.Parametrisation;

/**
 * How the parameters z in a file of the authors' code become gains g. Their code multiplies σ by a mask m(z) and then the
 * whole matrix by Σσ / Σ(σ ⊙ m), so that the sum of the singular values stays. All in f64, rounded once.
 */
public enum ReferenceMask {
    /** m = sigmoid(z) rounded to bf16, as their {@code get_mask} does: what a trained expert is evaluated with. */
    SIGMOID(Parametrisation.SIGMOID) {
        @Override
        double mask(double z) {
            // their sigmoid is one of f32 before it is rounded
            return HalfPrecision.bfloat16ToFloat(HalfPrecision.floatToBfloat16((float) (1 / (1 + Math.exp(-z)))));
        }
    },

    /** g = z, as in the paper: no mask, no renormalisation. */
    DIRECT(Parametrisation.DIRECT) {
        @Override
        double mask(double z) {
            return z;
        }
    },

    /**
     * m = z: what their few-shot mixture applies, whose {@code get_mask} is the identity. A trained expert read so is not what
     * was trained.
     */
    MIXTURE(Parametrisation.DIRECT) {
        @Override
        double mask(double z) {
            return z;
        }
    };

    private final Parametrisation parametrisation;

    ReferenceMask(Parametrisation parametrisation) {
        this.parametrisation = parametrisation;
    }

    abstract double mask(double z);

    /** What an expert's file calls it. */
    Parametrisation parametrisation() {
        return parametrisation;
    }

    /** Whether an expert keeps z beside its gains: where its parametrisation leads from one to the other. */
    boolean keepsRaw() {
        return this != MIXTURE;
    }

    /**
     * The gains of one matrix; empty where Σ(σ ⊙ m) is 0, so that there are none.
     *
     * @param z trained parameters, (r)
     * @param sigma the matrix's singular values, (r)
     */
    Optional<float[]> gains(double[] z, double[] sigma) {
        double[] mask = new double[z.length];
        double total = 0;
        double masked = 0;
        for (int i = 0; i < z.length; i++) {
            mask[i] = mask(z[i]);
            total += sigma[i];
            masked += sigma[i] * mask[i];
        }
        double scale = this == DIRECT ? 1 : total / masked;
        if (!Double.isFinite(scale)) {
            return Optional.empty();
        }
        float[] gains = new float[z.length];
        for (int i = 0; i < z.length; i++) {
            gains[i] = (float) (mask[i] * scale);
        }
        return Optional.of(gains);
    }

    /** The name on the command line: {@code sigmoid}, {@code direct}, {@code mixture}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mask of that name; empty when there is none. */
    public static Optional<ReferenceMask> of(String label) {
        for (ReferenceMask each : values()) {
            if (each.label().equals(label)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
