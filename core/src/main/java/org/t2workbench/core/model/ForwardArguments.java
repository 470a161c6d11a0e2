package org.t2workbench.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.RopeScaling;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.TensorList;
import org.t2workbench.core.kernel.Tensors;

/**
 * What every kernel that runs the forward pass takes as its last parameters, so that an objective composed with the
 * architecture ({@code engine.kernel("llama", "policy_gradient")}) is called like the forward pass itself: {@code
 * frequency: Tensor, eps: float, w, u, d, vt: List[Tensor]}. Compute thread only; lives as long as its model.
 */
public final class ForwardArguments {

    private final NDArray frequency; // (D / 2), f32
    private final double epsilon;
    private final NDArray noMask;
    private final TensorList noCache = TensorList.empty();

    /** @param scope owns what is made here, and outlives every use */
    public ForwardArguments(ComputeEngine engine, NDManager scope, ModelConfig config) {
        RopeScaling scaling = config.ropeScaling().orElse(new RopeScaling(1, 1, 1, config.contextLength()));
        frequency = engine.kernel("llama")
                .call(
                        scope,
                        "rotary_frequencies",
                        config.headSize(),
                        config.ropeTheta(),
                        scaling.factor(),
                        scaling.lowFrequencyFactor(),
                        scaling.highFrequencyFactor(),
                        (double) scaling.originalContext())
                .get(0);
        epsilon = config.normEpsilon();
        noMask = new Tensors(engine).empty(scope, Dtype.F32, 0);
    }

    /** The arguments of a kernel call: a kernel's own first, then those of the forward pass under the view. */
    public Object[] with(WeightView view, Object... own) {
        Object[] all = Arrays.copyOf(own, own.length + 6);
        int next = own.length;
        all[next++] = frequency;
        all[next++] = epsilon;
        all[next++] = view.weights();
        all[next++] = view.u();
        all[next++] = view.d();
        all[next] = view.vt();
        return all;
    }

    /** As a mask: every position sees itself and all before it. */
    public NDArray noMask() {
        return noMask;
    }

    /** As keys or values: nothing is kept. */
    public TensorList noCache() {
        return noCache;
    }

    /**
     * The arguments of {@code logits}, {@code hidden} and their like for whole sequences from position 0, without a cache.
     *
     * @param tokens (B, T), filled up on the right with any id: what stands after a sequence does not change it
     * @param positions (B, T)
     */
    public Object[] whole(WeightView view, NDArray tokens, NDArray positions) {
        return with(view, tokens, positions, noMask, noCache, noCache, 0);
    }
}
