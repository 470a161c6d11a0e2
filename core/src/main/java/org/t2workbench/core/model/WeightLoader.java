package org.t2workbench.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
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

    /** Room for matrices that read the same, one behind the other in memory ({@link WeightView#joined}), by name. */
    private Map<String, NDArray> joined(ModelConfig config, NDManager scope) {
        Map<String, NDArray> room = new HashMap<>();
        List<MatrixInfo> matrices = MatrixInfo.of(config);
        for (int begin = 0; begin < matrices.size(); ) {
            int end = begin + 1;
            while (end < matrices.size() && matrices.get(end).readsAs(matrices.get(end - 1))) {
                end++;
            }
            if (end > begin + 1) {
                join(matrices.subList(begin, end), scope, room);
            }
            begin = end;
        }
        return room;
    }

    private void join(List<MatrixInfo> matrices, NDManager scope, Map<String, NDArray> room) {
        long rows = matrices.stream().mapToLong(MatrixInfo::rows).sum();
        NDArray all = tensors.empty(scope, dtype, rows, matrices.get(0).columns());
        long begin = 0;
        for (MatrixInfo matrix : matrices) {
            room.put(matrix.name(), tensors.rows(scope, all, begin, matrix.rows()));
            begin += matrix.rows();
        }
    }

    /** All tensors by name, in the order a forward pass meets them; owned by {@code scope}. */
    Map<String, NDArray> load(
            ModelConfig config, TensorSource source, NDManager scope, Progress progress, CancellationToken token) {
        long total = config.layout().parameters();
        Map<String, NDArray> joined = joined(config, scope);
        Map<String, NDArray> weights = new LinkedHashMap<>();
        long done = 0;
        for (ModelTensor tensor : config.layout().present()) {
            long before = done;
            LongConsumer read = from -> progress.report("loading " + tensor.name(), before + from, total);
            NDArray weight = joined.get(tensor.name());
            if (weight == null) {
                weight = reader.read(
                        scope, dtype, source, tensor.name(), tensor.shape(), tensor.isTransposed(), token, read);
            } else {
                reader.readInto(weight, dtype, source, tensor.name(), token, read);
            }
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
        Map<String, NDArray> joined = joined(config, scope);
        Map<String, NDArray> weights = new LinkedHashMap<>();
        for (ModelTensor tensor : config.layout().present()) {
            long[] shape = tensor.shape();
            NDArray room = joined.get(tensor.name());
            NDArray weight = room == null ? tensors.empty(scope, dtype, shape) : room;
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
