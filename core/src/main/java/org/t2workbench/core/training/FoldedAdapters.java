package org.t2workbench.core.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Kernel;
import org.t2workbench.core.kernel.TensorList;
import org.t2workbench.core.kernel.Tensors;
import org.t2workbench.core.model.AvailableMemory;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.model.WeightView;

/**
 * The adapters in training, W' = W + U diag(d) Vᵀ, folded into one buffer per matrix whenever they have changed: rollouts,
 * validation and the gradient's pass all read the very same weights, and a token costs what it costs the base model.
 * Takes the memory of the adapted matrices once more. Compute thread only; closed before what its lists were made from.
 */
final class FoldedAdapters implements AutoCloseable {

    private final NDManager scope;
    private final Kernel kernel;
    private final TensorList u;
    private final TensorList d;
    private final TensorList vt;
    private final TensorList base;
    private final TensorList folded;
    private final WeightView view;

    /**
     * @param u (m, k) per matrix in the model's dtype, as d and vt; of size 0 for the identity
     * @param d (k)
     * @param vt (k, n); of size 0 for the identity
     */
    FoldedAdapters(LanguageModel model, List<MatrixInfo> matrices, TensorList u, TensorList d, TensorList vt) {
        Dtype dtype = model.dtype();
        this.u = u;
        this.d = d;
        this.vt = vt;
        this.kernel = GradientPass.kernel(model);
        AvailableMemory.require(bytes(matrices, dtype), "train on " + model.name());
        this.scope = model.engine().newScope();
        Tensors tensors = new Tensors(model.engine());
        List<NDArray> all = new ArrayList<>();
        TensorList weights = model.baseWeights().weights();
        for (int i = 0; i < weights.size(); i++) {
            all.add(weights.get(i));
        }
        List<NDArray> originals = new ArrayList<>();
        List<NDArray> buffers = new ArrayList<>();
        for (MatrixInfo matrix : matrices) {
            NDArray buffer = tensors.empty(scope, dtype, matrix.rows(), matrix.columns());
            originals.add(weights.get(matrix.weightIndex()));
            buffers.add(buffer);
            all.set(matrix.weightIndex(), buffer);
        }
        this.base = new TensorList(originals);
        this.folded = new TensorList(buffers);
        this.view = WeightView.plain(new TensorList(all));
    }

    /** Bytes of the buffers. */
    static long bytes(List<MatrixInfo> matrices, Dtype dtype) {
        return matrices.stream()
                .mapToLong(matrix -> (long) matrix.rows() * matrix.columns() * dtype.bytes())
                .sum();
    }

    TensorList u() {
        return u;
    }

    TensorList d() {
        return d;
    }

    TensorList vt() {
        return vt;
    }

    /** The model as it was folded last. */
    WeightView view() {
        return view;
    }

    /** Takes up what has changed in the adapters. */
    void fold() {
        try (NDManager call = scope.newSubManager()) {
            kernel.call(call, "fold_into", folded, base, u, d, vt);
        }
    }

    @Override
    public void close() {
        for (TensorList list : List.of(u, d, vt, base, folded, view.weights())) {
            list.close();
        }
        scope.close();
    }
}
