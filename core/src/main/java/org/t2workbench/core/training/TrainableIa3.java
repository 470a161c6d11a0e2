package org.t2workbench.core.training;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Tensors;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.svf.Ia3Adapter;
import org.t2workbench.core.svf.Parametrisation;

/**
 * An IA3 adapter in training: a vector l scales what a matrix gives, W' = diag(l) W, or what {@code down} reads, W' = W
 * diag(l). It starts at 1, the base model. Both are W + U diag(l − 1) Vᵀ, with Vᵀ = W or U = W and the identity beside it.
 */
final class TrainableIa3 extends TrainableScales {

    TrainableIa3(LanguageModel model, List<MatrixInfo> matrices, Dtype dtype) {
        super(
                model,
                matrices,
                Parametrisation.DIRECT,
                matrices.stream().map(TrainableIa3::ones).toList(),
                vectors(model, matrices, true),
                vectors(model, matrices, false),
                matrices.stream().map(TrainableIa3::start).toList(),
                dtype);
    }

    private static int length(MatrixInfo matrix) {
        return Ia3Adapter.scalesInput(matrix.kind()) ? matrix.columns() : matrix.rows();
    }

    private static double[] ones(MatrixInfo matrix) {
        double[] ones = new double[length(matrix)];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static float[] start(MatrixInfo matrix) {
        float[] ones = new float[length(matrix)];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** The weight itself on the side that is not scaled, the identity on the other. */
    private static List<NDArray> vectors(LanguageModel model, List<MatrixInfo> matrices, boolean left) {
        NDArray identity = new Tensors(model.engine())
                .empty(model.weight(matrices.get(0).name()).getManager(), model.dtype(), 0);
        List<NDArray> all = new ArrayList<>();
        for (MatrixInfo matrix : matrices) {
            boolean weight = Ia3Adapter.scalesInput(matrix.kind()) == left;
            all.add(weight ? model.weight(matrix.name()) : identity);
        }
        return all;
    }

    @Override
    public Ia3Adapter adapter(Provenance provenance) {
        return new Ia3Adapter(provenance.name(), provenance.base().name(), scales(gains()));
    }

    @Override
    public Ia3Adapter neutral(Provenance provenance) {
        Map<String, float[]> neutral = new LinkedHashMap<>();
        matrices().forEach(matrix -> neutral.put(matrix.name(), start(matrix)));
        return new Ia3Adapter(provenance.name(), provenance.base().name(), scales(neutral));
    }

    private Map<String, Ia3Adapter.Scale> scales(Map<String, float[]> vectors) {
        Map<String, Ia3Adapter.Scale> scales = new LinkedHashMap<>();
        for (MatrixInfo matrix : matrices()) {
            float[] vector = Objects.requireNonNull(vectors.get(matrix.name()));
            scales.put(matrix.name(), new Ia3Adapter.Scale(Ia3Adapter.scalesInput(matrix.kind()), vector));
        }
        return scales;
    }
}
