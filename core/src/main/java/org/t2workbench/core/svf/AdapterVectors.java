package org.t2workbench.core.svf;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.TensorList;
import org.t2workbench.core.kernel.Tensors;
import org.t2workbench.core.model.MatrixInfo;

/**
 * What one matrix's adapters are made of, whatever their strengths: U of the decomposition with those of each added adapter
 * beside it, and Vᵀ likewise. The ranks add up to k.
 *
 * @param u (m, k)
 * @param vt (k, n)
 */
record AdapterVectors(NDArray u, NDArray vt) {

    /**
     * @param weights for adapters that are made of W itself
     * @param scope owner of what has to be made; factors are taken as they are where nothing stands beside them
     * @param factors of the decomposition, in the given type; null when no gains take part
     * @return null when there are no vectors at all
     */
    static @Nullable AdapterVectors of(
            ComputeEngine engine,
            WeightSource weights,
            NDManager scope,
            Dtype dtype,
            MatrixInfo matrix,
            @Nullable Factors factors,
            List<AddedAdapter> added) {
        Tensors tensors = new Tensors(engine);
        List<NDArray> u = new ArrayList<>();
        List<NDArray> vt = new ArrayList<>();
        if (factors != null) {
            u.add(factors.u());
            vt.add(factors.vt());
        }
        for (AddedAdapter adapter : added) {
            if (!adapter.adapts(matrix.name())) {
                continue;
            }
            if (adapter instanceof LoraAdapter lora) {
                LoraAdapter.Pair pair = lora.pair(matrix);
                u.add(tensors.of(scope, dtype, pair.b(), pair.rows(), pair.rank()));
                vt.add(tensors.of(scope, dtype, pair.a(), pair.rank(), pair.columns()));
            } else if (adapter instanceof Ia3Adapter ia3) {
                // diag(l) W is 1 diag(l) W, and W diag(l) is W diag(l) 1
                Ia3Adapter.Scale scale = ia3.scale(matrix);
                NDArray weight = weights.weight(scope, matrix, dtype);
                NDArray identity = engine.kernel("svf")
                        .call(scope, "identity", scale.vector().length, dtype.scalarType())
                        .get(0);
                u.add(scale.input() ? weight : identity);
                vt.add(scale.input() ? identity : weight);
            }
        }
        if (u.isEmpty()) {
            return null;
        }
        if (u.size() == 1) {
            return new AdapterVectors(u.get(0), vt.get(0));
        }
        try (TensorList left = new TensorList(u);
                TensorList right = new TensorList(vt)) {
            NDList joined = engine.kernel("svf").call(scope, "join", left, right);
            return new AdapterVectors(joined.get(0), joined.get(1));
        }
    }
}
