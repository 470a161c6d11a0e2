package org.t2workbench.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.spectrum.ExpertCosines;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.Mixture;

/** How alike the experts of a mixture are, whatever their α, in JSON. */
final class SimilarityDocument {

    private SimilarityDocument() {}

    /**
     * @param layer null for all of them
     * @param weights {@code plain}, or {@code sigma} for the cosines of ΔW
     * @param cosines by row and column, in the order of the experts; null where one of the two changes nothing
     */
    record Table(@Nullable Integer layer, String weights, List<List<@Nullable Double>> cosines) {}

    record Similarity(List<String> experts, List<Table> tables) {}

    /** Null where there are not two experts to compare. */
    static @Nullable Similarity of(Mixture mixture, List<MatrixInfo> matrices, Decomposition decomposition) {
        List<Expert> experts = mixture.shares().stream()
                .map(Mixture.Share::adapter)
                .filter(Expert.class::isInstance)
                .map(Expert.class::cast)
                .toList();
        if (experts.size() < 2) {
            return null;
        }
        List<Map<String, float[]>> gains = experts.stream().map(Expert::gains).toList();
        List<Table> tables = new ArrayList<>();
        for (boolean weighted : new boolean[] {false, true}) {
            for (ExpertCosines cosines : ExpertCosines.of(
                    gains,
                    matrices,
                    weighted,
                    matrix -> decomposition.knownSingularValues(matrix.name()).orElse(null))) {
                tables.add(table(cosines));
            }
        }
        return new Similarity(experts.stream().map(Expert::name).toList(), tables);
    }

    private static Table table(ExpertCosines cosines) {
        List<List<@Nullable Double>> rows = new ArrayList<>();
        for (List<Double> row : cosines.cosines()) {
            List<@Nullable Double> values = new ArrayList<>();
            row.forEach(value -> values.add(Double.isNaN(value) ? null : value));
            rows.add(values);
        }
        return new Table(
                cosines.layer().isPresent() ? cosines.layer().getAsInt() : null,
                cosines.weighted() ? "sigma" : "plain",
                rows);
    }
}
