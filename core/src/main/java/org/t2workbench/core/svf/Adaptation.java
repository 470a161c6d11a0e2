package org.t2workbench.core.svf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.model.MatrixInfo;

/**
 * What is to be done to a model's weights, with nothing computed yet: W' = U diag(σ ⊙ g) Vᵀ + Σ α s B A. Immutable; the
 * arrays are not to be written to.
 *
 * @param gains g per matrix, (r); matrices not named keep theirs
 * @param lora LoRA adapters and their α
 */
public record Adaptation(Map<String, float[]> gains, List<Lora> lora) {

    /** The base model. */
    public static final Adaptation NONE = new Adaptation(Map.of(), List.of());

    public Adaptation {
        gains = Collections.unmodifiableMap(new LinkedHashMap<>(gains));
        lora = List.copyOf(lora);
    }

    /** A LoRA adapter and how strongly it takes part. */
    public record Lora(LoraAdapter adapter, Alpha alpha) {}

    /** Gains alone. */
    public static Adaptation ofGains(Map<String, float[]> gains) {
        return new Adaptation(gains, List.of());
    }

    /** The LoRA adapters, in order. */
    List<LoraAdapter> adapters() {
        return lora.stream().map(Lora::adapter).toList();
    }

    /** Whether the matrix becomes another: a gain that is not 1, or a LoRA adapter with α not 0. */
    boolean changes(MatrixInfo matrix) {
        return changesGains(matrix)
                || lora.stream()
                        .anyMatch(share -> share.adapter().pairs().containsKey(matrix.name())
                                && share.alpha().at(matrix) != 0);
    }

    boolean changesGains(MatrixInfo matrix) {
        float[] values = gains.get(matrix.name());
        return values != null && !Gains.areNeutral(values);
    }

    /**
     * d of one matrix, what multiplies its vectors: σ ⊙ (g − 1) and then α s for each component of each LoRA adapter; in
     * f64.
     *
     * @param sigma the singular values; null when the decomposition is not among the vectors
     */
    double[] scales(MatrixInfo matrix, double @Nullable [] sigma) {
        List<double[]> parts = new ArrayList<>();
        if (sigma != null) {
            float[] values = gains.get(matrix.name());
            parts.add(values == null ? new double[sigma.length] : Gains.change(sigma, values));
        }
        for (Lora share : lora) {
            LoraAdapter.Pair pair = share.adapter().pairs().get(matrix.name());
            if (pair != null) {
                double[] scale = new double[pair.rank()];
                Arrays.fill(scale, share.alpha().at(matrix) * pair.scale());
                parts.add(scale);
            }
        }
        return parts.stream().flatMapToDouble(Arrays::stream).toArray();
    }
}
