package org.t2workbench.core.model;

import java.util.ArrayList;
import java.util.List;
import org.t2workbench.core.checkpoint.ModelConfig;

/**
 * One matrix that can be adapted: y = W x with W of {@code rows} times {@code columns}.
 *
 * @param name as in the checkpoint: {@code model.layers.3.mlp.down_proj.weight}
 * @param layer from 0
 */
public record MatrixInfo(String name, int layer, MatrixKind kind, int rows, int columns) {

    /** Tensors of one layer in {@link WeightView#weights}: two norms and seven matrices. */
    private static final int TENSORS_PER_LAYER = 9;

    /** All matrices of a model, layer by layer in the order of {@link MatrixKind}. */
    public static List<MatrixInfo> of(ModelConfig config) {
        List<MatrixInfo> matrices = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            for (MatrixKind kind : MatrixKind.values()) {
                matrices.add(new MatrixInfo(kind.nameIn(layer), layer, kind, kind.rows(config), kind.columns(config)));
            }
        }
        return List.copyOf(matrices);
    }

    /** Number of singular values. */
    public int rank() {
        return Math.min(rows, columns);
    }

    /** The matrix's place in {@link WeightView#weights}. */
    public int weightIndex() {
        int afterNorms = kind.isAttention() ? 1 : 2;
        return 1 + TENSORS_PER_LAYER * layer + afterNorms + kind.ordinal();
    }

    /** The matrix's place in the adapter lists of {@link WeightView}; also its place in {@link #of}. */
    public int adapterIndex() {
        return MatrixKind.values().length * layer + kind.ordinal();
    }
}
