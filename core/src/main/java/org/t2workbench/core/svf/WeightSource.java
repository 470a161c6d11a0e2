package org.t2workbench.core.svf;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Tensors;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;

/** Where W of one matrix comes from: a model in memory, or its files. Compute thread only. */
@FunctionalInterface
interface WeightSource {

    /** A copy of W, (rows, columns), in any type, owned by {@code scope}. */
    NDArray weight(NDManager scope, MatrixInfo matrix, Dtype dtype);

    /** As a model holds them. */
    static WeightSource of(LanguageModel model) {
        Tensors tensors = new Tensors(model.engine());
        return (scope, matrix, dtype) -> tensors.convert(scope, model.weight(matrix.name()), dtype);
    }

    /**
     * As they are stored; read anew at every call.
     *
     * @param token asked at every piece of {@link Tensors#CHUNK} numbers
     */
    static WeightSource of(ComputeEngine engine, TensorSource stored, CancellationToken token) {
        Tensors tensors = new Tensors(engine);
        return (scope, matrix, dtype) -> {
            NDArray weights = tensors.empty(scope, dtype, matrix.rows(), matrix.columns());
            long size = (long) matrix.rows() * matrix.columns();
            FloatBuffer piece = FloatBuffer.allocate((int) Math.min(Tensors.CHUNK, size));
            for (long from = 0; from < size; from += piece.limit()) {
                token.throwIfCancelled();
                piece.clear().limit((int) Math.min(piece.capacity(), size - from));
                stored.readFloats(matrix.name(), from, piece);
                tensors.fill(weights, from, piece.flip());
            }
            return weights;
        };
    }
}
