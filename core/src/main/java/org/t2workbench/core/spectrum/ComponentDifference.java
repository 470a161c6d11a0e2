package org.t2workbench.core.spectrum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.model.MatrixInfo;

/**
 * A component that two experts treat differently.
 *
 * @param gain of the first expert
 * @param other of the second
 * @param size |gain − other|, or σ times it, what the two weight changes differ by along the component
 */
public record ComponentDifference(MatrixInfo matrix, int component, double gain, double other, double size) {

    /** The two experts' gains of one matrix, null where an expert has none, and σ, null to weigh all components alike. */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
    public record Pair(
            MatrixInfo matrix, float @Nullable [] first, float @Nullable [] second, double @Nullable [] sigma) {

        private double gain(float @Nullable [] gains, int component) {
            return gains == null ? 1 : gains[component];
        }
    }

    /** Those that differ most, from the largest down; none that do not differ. */
    public static List<ComponentDifference> largest(List<Pair> pairs, int most) {
        List<ComponentDifference> all = new ArrayList<>();
        for (Pair pair : pairs) {
            List<ComponentDifference> own = new ArrayList<>();
            for (int i = 0; i < pair.matrix().rank(); i++) {
                double first = pair.gain(pair.first(), i);
                double second = pair.gain(pair.second(), i);
                double[] sigma = pair.sigma();
                double size = Math.abs(first - second) * (sigma == null ? 1 : sigma[i]);
                if (size > 0) {
                    own.add(new ComponentDifference(pair.matrix(), i, first, second, size));
                }
            }
            all.addAll(first(own, most));
        }
        return first(all, most);
    }

    private static List<ComponentDifference> first(List<ComponentDifference> differences, int most) {
        ComponentDifference[] sorted = differences.toArray(ComponentDifference[]::new);
        Arrays.sort(
                sorted, Comparator.comparingDouble(ComponentDifference::size).reversed());
        return List.of(Arrays.copyOf(sorted, Math.min(most, sorted.length)));
    }
}
