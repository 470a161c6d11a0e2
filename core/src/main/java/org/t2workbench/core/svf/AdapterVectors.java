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
 * What one matrix's adapters are made of, whatever their strengths: U of the decomposition with B of each LoRA adapter
 * beside it, and Vᵀ with A below it. The ranks add up to k.
 *
 * @param u (m, k)
 * @param vt (k, n)
 */
record AdapterVectors(NDArray u, NDArray vt) {

    /**
     * @param scope owner of what has to be made; factors are taken as they are where nothing stands beside them
     * @param factors of the decomposition, in the given type; null when no gains take part
     * @return null when there are no vectors at all
     */
    static @Nullable AdapterVectors of(
            ComputeEngine engine,
            NDManager scope,
            Dtype dtype,
            MatrixInfo matrix,
            @Nullable Factors factors,
            List<LoraAdapter> lora) {
        Tensors tensors = new Tensors(engine);
        List<NDArray> u = new ArrayList<>();
        List<NDArray> vt = new ArrayList<>();
        if (factors != null) {
            u.add(factors.u());
            vt.add(factors.vt());
        }
        for (LoraAdapter adapter : lora) {
            LoraAdapter.Pair pair = adapter.pairs().get(matrix.name());
            if (pair != null) {
                u.add(tensors.of(scope, dtype, pair.b(), pair.rows(), pair.rank()));
                vt.add(tensors.of(scope, dtype, pair.a(), pair.rank(), pair.columns()));
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
