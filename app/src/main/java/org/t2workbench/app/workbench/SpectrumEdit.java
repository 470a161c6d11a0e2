package org.t2workbench.app.workbench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * Gains set by hand. Immutable.
 *
 * @param gains by matrix, one per component; a matrix that is not named has gains of 1
 */
public record SpectrumEdit(Map<String, List<Double>> gains) {

    public static final SpectrumEdit NONE = new SpectrumEdit(Map.of());

    public SpectrumEdit {
        gains = Collections.unmodifiableMap(new LinkedHashMap<>(gains));
    }

    /** The gains of a matrix with so many components. */
    public List<Double> of(String matrix, int rank) {
        return gains.getOrDefault(matrix, Collections.nCopies(rank, 1.0));
    }

    /**
     * With the gains of some components changed.
     *
     * @param rank of the matrix
     * @param first component, from 0
     * @param last component, included
     */
    public SpectrumEdit with(String matrix, int rank, int first, int last, DoubleUnaryOperator change) {
        List<Double> changed = new ArrayList<>(of(matrix, rank));
        for (int i = Math.max(0, first); i <= Math.min(rank - 1, last); i++) {
            changed.set(i, change.applyAsDouble(changed.get(i)));
        }
        Map<String, List<Double>> all = new LinkedHashMap<>(gains);
        if (changed.stream().allMatch(gain -> gain == 1)) {
            all.remove(matrix);
        } else {
            all.put(matrix, List.copyOf(changed));
        }
        return new SpectrumEdit(all);
    }

    public boolean isNeutral() {
        return gains.isEmpty();
    }
}
