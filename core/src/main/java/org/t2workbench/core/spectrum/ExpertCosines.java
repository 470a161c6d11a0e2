package org.t2workbench.core.spectrum;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.model.MatrixInfo;

/**
 * The cosines of what experts change, g − 1, between each two of them. Immutable.
 *
 * @param layer the one they are of; empty for the whole model
 * @param weighted whether components count by σ: then they are the cosines of ΔW itself
 * @param cosines by row and column; NaN where one of the two changes nothing
 */
public record ExpertCosines(OptionalInt layer, boolean weighted, List<List<Double>> cosines) {

    public ExpertCosines {
        cosines = cosines.stream().map(List::copyOf).toList();
    }

    /**
     * Over the whole model first, then by layer.
     *
     * @param gains g by matrix of each expert
     * @param sigma singular values of a matrix, null where they are not known: it is then left out where they count
     */
    public static List<ExpertCosines> of(
            List<Map<String, float[]>> gains,
            List<MatrixInfo> matrices,
            boolean weighted,
            Function<MatrixInfo, double @Nullable []> sigma) {
        GainGram whole = GainGram.none(gains.size());
        Map<Integer, GainGram> layers = new TreeMap<>();
        for (MatrixInfo matrix : matrices) {
            List<float @Nullable []> own = new ArrayList<>();
            gains.forEach(expert -> own.add(expert.get(matrix.name())));
            if (own.stream().noneMatch(Objects::nonNull)) {
                continue;
            }
            double[] weights = weighted ? sigma.apply(matrix) : null;
            if (!weighted || weights != null) {
                GainGram gram = GainGram.of(own, weights);
                whole = whole.plus(gram);
                layers.merge(matrix.layer(), gram, GainGram::plus);
            }
        }
        List<ExpertCosines> all = new ArrayList<>();
        all.add(of(OptionalInt.empty(), weighted, whole));
        layers.forEach((layer, gram) -> all.add(of(OptionalInt.of(layer), weighted, gram)));
        return all;
    }

    private static ExpertCosines of(OptionalInt layer, boolean weighted, GainGram gram) {
        List<List<Double>> cosines = new ArrayList<>();
        for (int row = 0; row < gram.experts(); row++) {
            List<Double> values = new ArrayList<>();
            for (int column = 0; column < gram.experts(); column++) {
                values.add(gram.cosine(row, column).orElse(Double.NaN));
            }
            cosines.add(values);
        }
        return new ExpertCosines(layer, weighted, cosines);
    }
}
