package org.t2workbench.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.t2workbench.core.checkpoint.AttentionPattern;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.RopeScaling;
import org.t2workbench.core.checkpoint.Rotary;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Kernel;
import org.t2workbench.core.kernel.TensorList;

/**
 * What every kernel that runs the forward pass takes as its last parameters, so that an objective composed with a family
 * ({@link #kernel}) is called like the forward pass itself: {@code rope: List[Tensor], sizes: List[int], numbers: List[float],
 * w, u, d, vt: List[Tensor]}. What stands where in them {@code decoder.py} says. Compute thread only; whoever made it closes it,
 * before the scope.
 */
public final class ForwardArguments implements AutoCloseable {

    /** In {@code sizes}, before the layers. */
    private static final int SIZES = 8;

    private static final int JOINED = 7;

    private static final int SIZES_PER_LAYER = 2;

    private final TensorList rope; // (R / 2) each, f32
    private final long[] sizes;
    private final long[] joinedSizes; // the same for views whose matrices are joined
    private final double[] numbers;

    /** @param scope owns what is made here, and outlives every use */
    public ForwardArguments(ComputeEngine engine, NDManager scope, ModelConfig config) {
        Rotary rotary = config.rotary();
        Kernel kernel = engine.kernel("rotary");
        List<NDArray> tables = new ArrayList<>();
        rotary.tables().forEach(table -> tables.add(frequencies(kernel, scope, rotary.size(), table)));
        this.rope = new TensorList(tables);
        this.sizes = sizes(config);
        this.joinedSizes = sizes.clone();
        joinedSizes[JOINED] = 1;
        this.numbers = DoubleStream.concat(
                        DoubleStream.of(config.normEpsilon(), config.attention().scale(), rotary.magnitude()),
                        config.numbers().stream().mapToDouble(Double::doubleValue))
                .toArray();
    }

    /** The forward pass of a model's family, with other kernel files that call it. */
    public static Kernel kernel(ComputeEngine engine, ModelConfig config, String... others) {
        return engine.kernel(files(config, others));
    }

    /** The same for steps of one position of one sequence. */
    static Kernel singleRowKernel(ComputeEngine engine, ModelConfig config, Dtype dtype, String... others) {
        return engine.singleRowKernel(dtype, files(config, others));
    }

    private static String[] files(ModelConfig config, String... others) {
        List<String> files = new ArrayList<>(config.family().kernels());
        files.addAll(List.of(others));
        return files.toArray(String[]::new);
    }

    private static long[] sizes(ModelConfig config) {
        AttentionPattern attention = config.attention();
        long[] sizes = new long[SIZES + SIZES_PER_LAYER * config.layers()];
        sizes[0] = config.layers();
        sizes[1] = MatrixInfo.of(config).size() / config.layers();
        sizes[2] = config.headSize();
        sizes[3] = config.heads();
        sizes[4] = config.keyValueHeads();
        sizes[5] = config.rotary().longAfter();
        sizes[6] = attention.window();
        for (int l = 0; l < config.layers(); l++) {
            AttentionPattern.Layer layer = attention.layers().get(l);
            sizes[SIZES + SIZES_PER_LAYER * l] = layer.local() ? 1 : 0;
            sizes[SIZES + SIZES_PER_LAYER * l + 1] = layer.table();
        }
        return sizes;
    }

    private static NDArray frequencies(Kernel kernel, NDManager scope, int size, Rotary.Table table) {
        RopeScaling scaling = table.scaling();
        double theta = table.theta();
        if (scaling instanceof RopeScaling.Linear linear) {
            return kernel.call(scope, "frequencies_linear", size, theta, linear.factor())
                    .get(0);
        } else if (scaling instanceof RopeScaling.Llama3 llama) {
            return kernel.call(
                            scope,
                            "frequencies_llama3",
                            size,
                            theta,
                            llama.factor(),
                            llama.lowFrequencyFactor(),
                            llama.highFrequencyFactor(),
                            (double) llama.originalContext())
                    .get(0);
        } else if (scaling instanceof RopeScaling.Each each) {
            double[] factors =
                    each.factors().stream().mapToDouble(Double::doubleValue).toArray();
            return kernel.call(scope, "frequencies_each", size, theta, factors).get(0);
        } else if (scaling instanceof RopeScaling.Yarn yarn) {
            double first = Math.max(0, pair(yarn, yarn.fast(), size, theta, Math::floor));
            double last = Math.min(size - 1, pair(yarn, yarn.slow(), size, theta, Math::ceil));
            // as in the reference, so that there is no division by zero
            double end = last == first ? last + 0.001 : last;
            return kernel.call(scope, "frequencies_yarn", size, theta, yarn.factor(), first, end)
                    .get(0);
        }
        return kernel.call(scope, "frequencies", size, theta).get(0);
    }

    /** The pair that turns so many times within the original context: its number, from 0. */
    private static double pair(
            RopeScaling.Yarn yarn, double turns, int size, double theta, DoubleUnaryOperator rounding) {
        double pair = size * Math.log(yarn.originalContext() / (turns * 2 * Math.PI)) / (2 * Math.log(theta));
        return yarn.truncate() ? rounding.applyAsDouble(pair) : pair;
    }

    /** The arguments of a kernel call: a kernel's own first, then those of the forward pass under the view. */
    public Object[] with(WeightView view, Object... own) {
        Object[] all = Arrays.copyOf(own, own.length + 7);
        int next = own.length;
        all[next++] = rope;
        all[next++] = view.joined() ? joinedSizes : sizes;
        all[next++] = numbers;
        all[next++] = view.weights();
        all[next++] = view.u();
        all[next++] = view.d();
        all[next] = view.vt();
        return all;
    }

    @Override
    public void close() {
        rope.close();
    }
}
