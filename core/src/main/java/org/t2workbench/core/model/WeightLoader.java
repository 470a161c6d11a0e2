package org.t2workbench.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.t2workbench.core.checkpoint.LlamaLayout;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Tensors;

/**
 * Brings a checkpoint's tensors into native memory one after the other, a few megabytes at a time, so that no tensor is
 * ever held twice.
 */
final class WeightLoader {

    private final Tensors tensors;
    private final Dtype dtype;
    private final FloatBuffer chunk;

    WeightLoader(Tensors tensors, Dtype dtype) {
        this.tensors = tensors;
        this.dtype = dtype;
        this.chunk = FloatBuffer.allocate(Tensors.CHUNK);
    }

    /** All tensors by name, in the order a forward pass meets them; owned by {@code scope}. */
    Map<String, NDArray> load(
            ModelConfig config, TensorSource source, NDManager scope, Progress progress, CancellationToken token) {
        long total = LanguageModel.parameters(config);
        Map<String, NDArray> weights = new LinkedHashMap<>();
        long[] done = {0};
        LlamaLayout.forEachTensor(config, (name, shape) -> {
            NDArray weight = tensors.empty(scope, dtype, shape);
            long size = weight.size();
            for (long from = 0; from < size; from += Tensors.CHUNK) {
                token.throwIfCancelled();
                progress.report("loading " + name, done[0] + from, total);
                chunk.clear().limit((int) Math.min(Tensors.CHUNK, size - from));
                source.readFloats(name, from, chunk);
                tensors.fill(weight, from, chunk.flip());
            }
            weights.put(name, weight);
            done[0] += size;
        });
        progress.report("loaded", total, total);
        return weights;
    }
}
