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
 * What is to be done to a model's weights, with nothing computed yet: W' = U diag(σ ⊙ g) Vᵀ + Σ α U diag(d) Vᵀ of added adapters. Immutable; the
 * arrays are not to be written to.
 *
 * @param gains g per matrix, (r); matrices not named keep theirs
 * @param added LoRA and IA3 adapters and their α
 */
public record Adaptation(Map<String, float[]> gains, List<Added> added) {

    /** The base model. */
    public static final Adaptation NONE = new Adaptation(Map.of(), List.of());

    public Adaptation {
        gains = Collections.unmodifiableMap(new LinkedHashMap<>(gains));
        added = List.copyOf(added);
    }

    /** An adapter with vectors of its own and how strongly it takes part. */
    public record Added(AddedAdapter adapter, Alpha alpha) {}

    /** Gains alone. */
    public static Adaptation ofGains(Map<String, float[]> gains) {
        return new Adaptation(gains, List.of());
    }

    /** Names every matrix that one of them has gains for; what the gains are is the first one's. */
    static Adaptation union(List<Adaptation> adaptations) {
        Map<String, float[]> gains = new LinkedHashMap<>();
        for (Adaptation adaptation : adaptations) {
            if (!adaptation.added.isEmpty()) {
                throw new IllegalArgumentException("only gains can differ from sequence to sequence");
            }
            adaptation.gains.forEach(gains::putIfAbsent);
        }
        return ofGains(gains);
    }

    /** The added adapters, in order. */
    List<AddedAdapter> adapters() {
        return added.stream().map(Added::adapter).toList();
    }

    /** Whether the matrix becomes another: a gain that is not 1, or an added adapter with α not 0. */
    public boolean changes(MatrixInfo matrix) {
        return changesGains(matrix)
                || added.stream()
                        .anyMatch(share -> share.adapter().adapts(matrix.name())
                                && share.alpha().at(matrix) != 0);
    }

    boolean changesGains(MatrixInfo matrix) {
        float[] values = gains.get(matrix.name());
        return values != null && !Gains.areNeutral(values);
    }

    /**
     * d of one matrix, what multiplies its vectors: σ ⊙ (g − 1) and then α d of each added adapter; in
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
        for (Added share : added) {
            if (share.adapter().adapts(matrix.name())) {
                double alpha = share.alpha().at(matrix);
                parts.add(Arrays.stream(share.adapter().scales(matrix))
                        .map(scale -> alpha * scale)
                        .toArray());
            }
        }
        return parts.stream().flatMapToDouble(Arrays::stream).toArray();
    }
}
