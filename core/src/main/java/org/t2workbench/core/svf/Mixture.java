package org.t2workbench.core.svf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.model.MatrixInfo;

/**
 * Adapters with their strengths. Gains are mixed, never raw parameters; all in f64, rounded once. Immutable.
 *
 * @param form how gains add up
 * @param shares the adapters and their α
 */
public record Mixture(Form form, List<Share> shares) {

    /** How the gains of several experts become one. */
    public enum Form {
        /** g = 1 + Σ α (g − 1): all α = 0 is the base model. */
        OFFSET,
        /** g = Σ α g, the paper's: the same as OFFSET where Σ α = 1. */
        SUM;

        /** The name in files: {@code offset}, {@code sum}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The form of that name; empty when there is none. */
        public static Optional<Form> of(String label) {
            for (Form form : values()) {
                if (form.label().equals(label)) {
                    return Optional.of(form);
                }
            }
            return Optional.empty();
        }
    }

    /** One adapter and how strongly it takes part. */
    public record Share(Adapter adapter, Alpha alpha) {}

    /** @throws InvalidInputException when a {@code sum} has nothing but α = 0, or mixes in an adapter without gains */
    public Mixture {
        shares = List.copyOf(shares);
        if (form == Form.SUM) {
            if (shares.stream().allMatch(share -> share.alpha().isZero())) {
                throw new InvalidInputException("All α of the mixture are 0, which with the form sum would set every"
                        + " singular value to 0; give at least one expert an α, or use the form offset.");
            }
            for (Share share : shares) {
                if (share.adapter() instanceof AddedAdapter) {
                    throw new InvalidInputException("The adapter "
                            + share.adapter().name()
                            + " has no gains to take part in a mixture of the form sum; use the form offset.");
                }
            }
        }
    }

    /** A mixture of the form {@code offset}. */
    public static Mixture offset(Share... shares) {
        return new Mixture(Form.OFFSET, List.of(shares));
    }

    /**
     * The mixed gains of every matrix that an expert of the mixture has gains for; an expert without gains for a matrix
     * counts there with 1. With one α = 1 and the others 0 they are that expert's gains to the bit.
     *
     * @param matrices the model's
     * @throws InvalidInputException when an α is so large that a gain is no finite number any more, or the α do not fit
     *     the model
     */
    public Map<String, float[]> gains(List<MatrixInfo> matrices) {
        Map<String, float[]> mixed = new LinkedHashMap<>();
        for (MatrixInfo matrix : matrices) {
            float[] gains = mix(matrix);
            if (gains != null) {
                mixed.put(matrix.name(), gains);
            }
        }
        return mixed;
    }

    /**
     * What the mixture does to a model's weights: the mixed gains, and LoRA and IA3 adapters as they are.
     *
     * @param matrices the model's
     * @throws InvalidInputException as {@link #gains}
     */
    public Adaptation adaptation(List<MatrixInfo> matrices) {
        List<Adaptation.Added> added = shares.stream()
                .filter(share -> share.adapter() instanceof AddedAdapter)
                .map(share -> new Adaptation.Added((AddedAdapter) share.adapter(), share.alpha()))
                .toList();
        return new Adaptation(gains(matrices), added);
    }

    /**
     * g = c + Σ α g over the experts that have gains here, c = 1 − Σ α over the same experts (offset), or Σ α over the
     * others (sum). Written so, and not as 1 + Σ α (g − 1), one α = 1 gives g exactly.
     */
    private float @Nullable [] mix(MatrixInfo matrix) {
        double[] sum = null;
        double inside = 0;
        double outside = 0;
        for (Share share : shares) {
            if (!(share.adapter() instanceof Expert expert)) {
                continue;
            }
            double alpha = share.alpha().at(matrix);
            float[] gains = expert.gains().get(matrix.name());
            if (gains == null) {
                outside += alpha;
                continue;
            }
            inside += alpha;
            sum = sum == null ? new double[gains.length] : sum;
            for (int i = 0; i < gains.length; i++) {
                sum[i] += alpha * gains[i];
            }
        }
        if (sum == null) {
            return null;
        }
        double constant = form == Form.OFFSET ? 1 - inside : outside;
        float[] mixed = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            mixed[i] = (float) (constant + sum[i]);
            if (!Float.isFinite(mixed[i])) {
                throw new InvalidInputException("The α of the mixture are so large that the gains of " + matrix.name()
                        + " are no finite numbers any more; use smaller ones.");
            }
        }
        return mixed;
    }
}
