package org.t2workbench.core.adaptation.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.Mixture;

/**
 * What numbers mean to a search: which α each of them is. For every group (everything, a layer, a matrix) the α of all
 * experts stand side by side. Only layers and matrices that an expert has gains for take part. Immutable.
 */
final class SearchSpace {

    /** Points lie on a grid, so that members that hardly differ are the same one and answer once. */
    private static final double STEPS = 4096;

    private final SearchSettings settings;
    private final List<Expert> experts;
    private final List<MatrixInfo> adapted;
    private final int layers;
    private final int groups;

    /**
     * @param matrices the model's
     * @throws InvalidInputException when no expert has gains for one of them
     */
    SearchSpace(SearchSettings settings, List<Expert> experts, List<MatrixInfo> matrices) {
        this.settings = settings;
        this.experts = List.copyOf(experts);
        this.layers =
                matrices.stream().mapToInt(matrix -> matrix.layer() + 1).max().orElse(0);
        this.adapted = matrices.stream()
                .filter(matrix ->
                        experts.stream().anyMatch(expert -> expert.gains().containsKey(matrix.name())))
                .toList();
        if (adapted.isEmpty()) {
            throw new InvalidInputException("The experts have no gains, so there is nothing to mix.");
        }
        this.groups = switch (settings.scope()) {
            case GLOBAL -> 1;
            case LAYER -> adaptedLayers().size();
            case MATRIX -> adapted.size();
        };
    }

    private List<Integer> adaptedLayers() {
        return adapted.stream().map(MatrixInfo::layer).distinct().toList();
    }

    /** What each group is: {@code all}, a layer's number, or a matrix's name. */
    List<String> places() {
        return switch (settings.scope()) {
            case GLOBAL -> List.of("all");
            case LAYER ->
                adaptedLayers().stream().map(layer -> Integer.toString(layer)).toList();
            case MATRIX -> adapted.stream().map(MatrixInfo::name).toList();
        };
    }

    /** Numbers of a point. */
    int dimension() {
        return groups * experts.size();
    }

    /** The mean of the first generation: all experts alike. */
    double[] start() {
        double[] start = new double[dimension()];
        Arrays.fill(start, 1.0 / experts.size());
        return start;
    }

    /** The point of the grid next to one. */
    static double[] rounded(double[] point) {
        return Arrays.stream(point)
                .map(value -> Math.rint(Math.max(0, Math.min(1, value)) * STEPS) / STEPS)
                .toArray();
    }

    /**
     * The α of a point. Under normalisation those of a group add up to 1; a group of zeros prefers no expert, and so gets
     * them all alike.
     */
    double[] alpha(double[] point) {
        double[] alpha = point.clone();
        if (!settings.normalised()) {
            return alpha;
        }
        int k = experts.size();
        for (int from = 0; from < alpha.length; from += k) {
            double sum = 0;
            for (int i = from; i < from + k; i++) {
                sum += point[i];
            }
            for (int i = from; i < from + k; i++) {
                alpha[i] = sum > 0 ? point[i] / sum : 1.0 / k;
            }
        }
        return alpha;
    }

    /** Whether no mixture can be made of these α: a sum of nothing. */
    boolean refused(double[] alpha) {
        return settings.form() == Mixture.Form.SUM && Arrays.stream(alpha).allMatch(value -> value == 0);
    }

    /** The mixture of these α. */
    Mixture mixture(double[] alpha) {
        List<Mixture.Share> shares = new ArrayList<>();
        for (int k = 0; k < experts.size(); k++) {
            shares.add(new Mixture.Share(experts.get(k), alphaOf(k, alpha)));
        }
        return new Mixture(settings.form(), shares);
    }

    /** What one expert gets of these α. */
    Alpha alphaOf(int expert, double[] alpha) {
        return switch (settings.scope()) {
            case GLOBAL -> Alpha.everywhere(alpha[expert]);
            case LAYER -> {
                List<Double> values = new ArrayList<>(Collections.nCopies(layers, 0.0));
                List<Integer> own = adaptedLayers();
                for (int group = 0; group < groups; group++) {
                    values.set(own.get(group), alpha[group * experts.size() + expert]);
                }
                yield Alpha.perLayer(values);
            }
            case MATRIX -> {
                Map<String, Double> values = new LinkedHashMap<>();
                for (int group = 0; group < groups; group++) {
                    values.put(adapted.get(group).name(), alpha[group * experts.size() + expert]);
                }
                yield Alpha.perMatrix(values);
            }
        };
    }
}
