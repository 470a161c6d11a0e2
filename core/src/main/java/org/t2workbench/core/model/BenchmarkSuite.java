package org.t2workbench.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.family.LlamaFamily;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Kernel;

/**
 * Times the forward pass of a model and the machine below it: reading memory, multiplying matrices, decoding, reading a
 * prompt. Each figure is the median of repetitions after a warm-up. Compute thread only.
 */
public final class BenchmarkSuite {

    private static final int WARM_UP = 3;
    private static final int DECODED_TOKENS = 24;
    private static final int PREFILLS = 10;

    /** For so long a short prompt is read again and again: a second of a shared machine says little. */
    private static final double PREFILL_SECONDS = 3;

    private static final int PROMPT = 64;
    private static final int SHORT_PROMPT = 8;
    private static final int LARGE_BATCH = 32;

    /** Sides of the square matrices that are multiplied: the largest whose product does not take too long. */
    private static final int SMALLEST_SQUARE = 256;

    private static final int LARGEST_SQUARE = 2048;

    /** Seconds of one product from which on no larger one is tried: some processors have no products of bf16. */
    private static final double LONG_PRODUCT = 0.1;

    private static final int SQUARE_REPETITIONS = 8;

    /** A matrix of 256 MB in f32, beyond any cache. */
    private static final long[] LARGE = {16_384, 4096};

    private static final int READ_REPETITIONS = 12;

    private final LanguageModel model;
    private final ComputeEngine engine;
    private final Progress progress;
    private final CancellationToken token;
    private final SplittableRandom random = new SplittableRandom(1);

    public BenchmarkSuite(LanguageModel model, Progress progress, CancellationToken token) {
        this.model = model;
        this.engine = model.engine();
        this.progress = progress;
        this.token = token;
    }

    /** The shapes that speed is stated for: 30 layers, width 576, 9 heads and 3 key-value heads of 64. */
    public static ModelConfig llama135m() {
        return LlamaFamily.config(
                new LlamaFamily.Sizes(576, 1536, 30, 9, 3, 64, 49_152, 2048),
                1e-5,
                10_000,
                true,
                OptionalInt.empty(),
                List.of());
    }

    /** All figures: the machine's first, as the bounds of the others follow from them. */
    public List<BenchmarkRow> run() {
        List<BenchmarkRow> rows = new ArrayList<>();
        double bytesPerSecond = bandwidth();
        double operationsPerSecond = multiplication();
        rows.add(new BenchmarkRow("memory read", bytesPerSecond * 1e-9, "GB/s", Double.NaN));
        rows.add(new BenchmarkRow("matrix product", operationsPerSecond * 1e-9, "GFLOP/s", Double.NaN));
        for (int batch : new int[] {1, LARGE_BATCH}) {
            double bound = batch / leastSeconds(batch, batch, bytesPerSecond, operationsPerSecond);
            rows.add(new BenchmarkRow("decode batch " + batch, batch / decodeSeconds(batch), "tokens/s", bound));
        }
        double bound = leastSeconds(PROMPT, 1, bytesPerSecond, operationsPerSecond);
        rows.add(new BenchmarkRow("prefill " + PROMPT + " tokens", prefillSeconds() * 1e3, "ms", bound * 1e3));
        return rows;
    }

    /**
     * The least time of one forward pass: every weight is read once, and every matrix is multiplied with every position
     * (the output matrix only with those that are asked for).
     */
    private double leastSeconds(int positions, int outputs, double bytesPerSecond, double operationsPerSecond) {
        ModelConfig config = model.config();
        long matrices = model.matrices().stream()
                .mapToLong(matrix -> (long) matrix.rows() * matrix.columns())
                .sum();
        long output = (long) config.vocabularySize() * config.hiddenSize();
        double reading = (matrices + output) * (double) model.dtype().bytes() / bytesPerSecond;
        double multiplying = 2.0 * (matrices * positions + output * outputs) / operationsPerSecond;
        return Math.max(reading, multiplying);
    }

    /** Bytes per second of the fastest of several readings: the bound is what the machine can do, not what it does. */
    private double bandwidth() {
        Kernel kernel = engine.kernel("machine");
        try (NDManager scope = engine.newScope()) {
            int f32 = Dtype.F32.scalarType();
            NDArray w = kernel.call(scope, "ones", LARGE, f32).get(0);
            NDArray x = kernel.call(scope, "ones", new long[] {LARGE[1]}, f32).get(0);
            double[] seconds = times("reading memory", READ_REPETITIONS, call -> kernel.call(call, "read", w, x));
            return LARGE[0] * LARGE[1] * Dtype.F32.bytes() / seconds[0];
        }
    }

    /** Operations per second of the fastest of several products, in the model's type. */
    private double multiplication() {
        int side = SMALLEST_SQUARE;
        while (side < LARGEST_SQUARE && productSeconds(side, 1) < LONG_PRODUCT) {
            side *= 2;
        }
        return 2.0 * side * side * side / productSeconds(side, SQUARE_REPETITIONS);
    }

    private double productSeconds(int side, int repetitions) {
        Kernel kernel = engine.kernel("machine");
        try (NDManager scope = engine.newScope()) {
            long[] shape = {side, side};
            int dtype = model.dtype().scalarType();
            NDArray a = kernel.call(scope, "ones", shape, dtype).get(0);
            NDArray b = kernel.call(scope, "ones", shape, dtype).get(0);
            return times("multiplying matrices", repetitions, call -> kernel.call(call, "multiply", a, b))[0];
        }
    }

    private double decodeSeconds(int batch) {
        List<int[]> prompts = new ArrayList<>();
        int[] answers = new int[batch];
        for (int row = 0; row < batch; row++) {
            prompts.add(prompt(SHORT_PROMPT));
            answers[row] = row;
        }
        TokenSampler sampler = new TokenSampler(model.kernel(), Sampling.greedy(), 1, 0, batch);
        long[] last = new long[batch];
        try (DecodingState state = new DecodingState(model, model.baseWeights(), prompts)) {
            try (NDManager call = engine.newScope()) {
                state.readPrompts(call, token);
            }
            return median(times("decoding, batch " + batch, DECODED_TOKENS, call -> {
                double[][] chosen = state.readTokens(last, sampler, answers, token);
                for (int row = 0; row < batch; row++) {
                    last[row] = (long) chosen[row][0];
                }
            }));
        }
    }

    private double prefillSeconds() {
        List<int[]> prompts = List.of(prompt(PROMPT));
        return median(times("reading a prompt", PREFILLS, PREFILL_SECONDS, call -> {
            try (DecodingState state = new DecodingState(model, model.baseWeights(), prompts)) {
                // reading a number of the result waits for a device that computes on its own
                state.readPrompts(call, token).getFloat(0, 0);
            }
        }));
    }

    private int[] prompt(int length) {
        int longest = Math.min(length, model.config().contextLength() - WARM_UP - DECODED_TOKENS);
        return random.ints(Math.max(1, longest), 0, model.config().vocabularySize())
                .toArray();
    }

    /** A piece of work whose tensors belong to {@code call}. */
    private interface Work {
        void run(NDManager call);
    }

    private double[] times(String stage, int repetitions, Work work) {
        return times(stage, repetitions, 0, work);
    }

    /** Seconds of each repetition after the warm-up, in rising order; so many of them, and more until they take {@code all}. */
    private double[] times(String stage, int repetitions, double all, Work work) {
        List<Double> seconds = new ArrayList<>();
        double sum = 0;
        for (int i = -WARM_UP; i < repetitions || sum < all; i++) {
            token.throwIfCancelled();
            progress.report(stage, Math.max(0, Math.min(i, repetitions)), repetitions);
            long start = System.nanoTime();
            try (NDManager call = engine.newScope()) {
                work.run(call);
            }
            if (i >= 0) {
                double taken = (System.nanoTime() - start) * 1e-9;
                seconds.add(taken);
                sum += taken;
            }
        }
        return seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private static double median(double[] sorted) {
        return sorted[sorted.length / 2];
    }
}
