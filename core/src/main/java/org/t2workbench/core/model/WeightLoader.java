package org.t2workbench.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.ModelTensor;
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
    private final TensorReader reader;

    WeightLoader(Tensors tensors, Dtype dtype) {
        this.tensors = tensors;
        this.dtype = dtype;
        this.reader = new TensorReader(tensors);
    }

    /** All tensors by name, in the order a forward pass meets them; owned by {@code scope}. */
    Map<String, NDArray> load(
            ModelConfig config, TensorSource source, NDManager scope, Progress progress, CancellationToken token) {
        long total = config.layout().parameters();
        Map<String, NDArray> weights = new LinkedHashMap<>();
        long done = 0;
        for (ModelTensor tensor : config.layout().present()) {
            long before = done;
            NDArray weight = reader.read(
                    scope,
                    dtype,
                    source,
                    tensor.name(),
                    tensor.shape(),
                    tensor.isTransposed(),
                    token,
                    from -> progress.report("loading " + tensor.name(), before + from, total));
            weights.put(tensor.name(), weight);
            done += tensor.elements();
        }
        progress.report("loaded", total, total);
        return weights;
    }

    /** Untrained tensors by name: matrices of numbers around 0, norms of 1; owned by {@code scope}. */
    Map<String, NDArray> random(ModelConfig config, NDManager scope, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FloatBuffer chunk = FloatBuffer.allocate(Tensors.CHUNK);
        Map<String, NDArray> weights = new LinkedHashMap<>();
        for (ModelTensor tensor : config.layout().present()) {
            long[] shape = tensor.shape();
            NDArray weight = tensors.empty(scope, dtype, shape);
            // evenly distributed over +-bound has the standard deviation that such models start from
            double bound = shape.length == 1 ? 0 : INITIAL_DEVIATION * Math.sqrt(3);
            double middle = shape.length == 1 && !tensor.name().endsWith(".bias") ? 1 : 0;
            long size = weight.size();
            for (long from = 0; from < size; from += Tensors.CHUNK) {
                chunk.clear().limit((int) Math.min(Tensors.CHUNK, size - from));
                while (chunk.hasRemaining()) {
                    chunk.put((float) (middle + (2 * random.nextDouble() - 1) * bound));
                }
                tensors.fill(weight, from, chunk.flip());
            }
            weights.put(tensor.name(), weight);
        }
        return weights;
    }
}
