package org.t2workbench.core.model;

import java.util.ArrayList;
import java.util.List;
import org.t2workbench.core.checkpoint.MatrixKind;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.ModelTensor;

/**
 * One matrix that can be adapted: y = W x with W of {@code rows} times {@code columns}.
 *
 * @param name as in the checkpoint: {@code model.layers.3.mlp.down_proj.weight}
 * @param layer from 0
 * @param transposed whether the checkpoint has it as (columns, rows)
 * @param weightIndex its place in {@link WeightView#weights}; −1 for a matrix that stands by itself
 * @param adapterIndex its place in the adapter lists of {@link WeightView}, and in {@link #of}; −1 likewise
 */
public record MatrixInfo(
        String name,
        int layer,
        MatrixKind kind,
        int rows,
        int columns,
        boolean transposed,
        int weightIndex,
        int adapterIndex) {

    /** A matrix by itself, in no model's lists. */
    public MatrixInfo(String name, int layer, MatrixKind kind, int rows, int columns) {
        this(name, layer, kind, rows, columns, false, -1, -1);
    }

    /** All matrices of a model, layer by layer in the order of its family. */
    public static List<MatrixInfo> of(ModelConfig config) {
        List<MatrixInfo> matrices = new ArrayList<>();
        List<ModelTensor> tensors = config.layout().tensors();
        for (int i = 0; i < tensors.size(); i++) {
            ModelTensor tensor = tensors.get(i);
            if (tensor.kind().isPresent()) {
                long[] shape = tensor.shape();
                matrices.add(new MatrixInfo(
                        tensor.name(),
                        tensor.layer(),
                        tensor.kind().get(),
                        Math.toIntExact(shape[0]),
                        Math.toIntExact(shape[1]),
                        tensor.isTransposed(),
                        i,
                        matrices.size()));
            }
        }
        return List.copyOf(matrices);
    }

    /** Whether it reads the same vector as the matrix that stands before it. */
    boolean readsAs(MatrixInfo before) {
        return layer == before.layer && kind.readsAs(before.kind);
    }

    /** Number of singular values. */
    public int rank() {
        return Math.min(rows, columns);
    }
}
