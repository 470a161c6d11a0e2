package org.t2workbench.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
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

    /** {@code initializer_range} of the family's published configurations. */
    private static final double INITIAL_DEVIATION = 0.02;

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

    /** Untrained tensors by name: matrices of numbers around 0, norms of 1; owned by {@code scope}. */
    Map<String, NDArray> random(ModelConfig config, NDManager scope, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, NDArray> weights = new LinkedHashMap<>();
        LlamaLayout.forEachTensor(config, (name, shape) -> {
            NDArray weight = tensors.empty(scope, dtype, shape);
            // evenly distributed over +-bound has the standard deviation that such models start from
            double bound = shape.length == 1 ? 0 : INITIAL_DEVIATION * Math.sqrt(3);
            double middle = shape.length == 1 ? 1 : 0;
            long size = weight.size();
            for (long from = 0; from < size; from += Tensors.CHUNK) {
                chunk.clear().limit((int) Math.min(Tensors.CHUNK, size - from));
                while (chunk.hasRemaining()) {
                    chunk.put((float) (middle + (2 * random.nextDouble() - 1) * bound));
                }
                tensors.fill(weight, from, chunk.flip());
            }
            weights.put(name, weight);
        });
        return weights;
    }
}
