package org.t2workbench.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.t2workbench.core.kernel.Kernel;

/**
 * Chooses the next token of every row in one kernel call. Each answer has a stream of random numbers of its own, so what
 * it draws does not depend on its neighbours. Compute thread only.
 */
final class TokenSampler {

    private final Kernel kernel;
    private final Sampling sampling;
    private final double measure;
    private final int alternatives;
    private final List<SplittableRandom> streams = new ArrayList<>();

    /** @param measure temperature at which log-probabilities are reported */
    TokenSampler(Kernel kernel, Sampling sampling, double measure, int alternatives, int rows) {
        this.kernel = kernel;
        this.sampling = sampling;
        this.measure = measure;
        this.alternatives = alternatives;
        SplittableRandom seeded = new SplittableRandom(sampling.seed());
        for (int row = 0; row < rows; row++) {
            streams.add(seeded.split());
        }
    }

    /**
     * One row per row of {@code logits} (B, V): id, log-probability, then ids and log-probabilities of the alternatives.
     *
     * @param answers which answer each row belongs to
     */
    double[][] choose(NDManager call, NDArray logits, int[] answers) {
        return rows(kernel.call(call, "sample", arguments(answers, logits)).get(0), answers.length);
    }

    /** What a kernel that chooses takes, with the next random number of each answer, and what it takes after that. */
    Object[] arguments(int[] answers, Object... further) {
        double[] uniforms = new double[answers.length];
        for (int row = 0; row < answers.length; row++) {
            uniforms[row] = streams.get(answers[row]).nextDouble();
        }
        Object[] own = {uniforms, sampling.temperature(), sampling.topK(), sampling.topP(), measure, alternatives};
        Object[] all = Arrays.copyOf(own, own.length + further.length);
        System.arraycopy(further, 0, all, own.length, further.length);
        return all;
    }

    /** What a kernel that chooses returned, as {@link #choose} does. */
    static double[][] rows(NDArray chosen, int count) {
        double[] flat = chosen.toDoubleArray();
        int width = flat.length / count;
        double[][] rows = new double[count][width];
        for (int row = 0; row < count; row++) {
            System.arraycopy(flat, row * width, rows[row], 0, width);
        }
        return rows;
    }

    /**
     * The log-probability of a row's token. It is NaN exactly where the model's numbers ran over: a logit that is NaN or +∞
     * makes it of every token of its row, and so do logits that are all −∞.
     *
     * @param position of the last token that was read, from 1
     * @throws OverflowException where it is no number
     */
    static double logProbability(double[] row, LanguageModel model, int position) {
        if (Double.isNaN(row[1])) {
            throw new OverflowException(model, position);
        }
        return row[1];
    }

    /** The ids and log-probabilities in a row from {@code offset} on: first all ids, then all logarithms. */
    static List<TokenProbability> probabilities(double[] row, int offset) {
        int count = (row.length - offset) / 2;
        List<TokenProbability> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(new TokenProbability((int) row[offset + i], row[offset + count + i]));
        }
        return list;
    }
}
