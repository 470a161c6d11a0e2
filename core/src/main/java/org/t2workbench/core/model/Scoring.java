package org.t2workbench.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.kernel.Kernel;

/** How likely given text is under some weights, and how far two sets of weights are apart on it. Compute thread only. */
public final class Scoring {

    /** Logits made at a time: 32 MB in f32, whatever the vocabulary. */
    private static final int LOGITS = 1 << 23;

    private final LanguageModel model;
    private final Kernel kernel;

    public Scoring(LanguageModel model) {
        this.model = model;
        this.kernel = model.kernel("scoring");
    }

    /**
     * One place of a scored text.
     *
     * @param logProbability of the text's next token after everything up to this place; 0 at the last place, which has none
     * @param next the most likely next tokens in falling order
     */
    public record Place(double logProbability, List<TokenProbability> next) {

        public Place {
            next = List.copyOf(next);
        }
    }

    /**
     * Scores a text at every place.
     *
     * @param top how many of the most likely next tokens to report, 0 or more
     * @throws InvalidInputException for no tokens, more than the context holds, or an id outside the vocabulary
     */
    public List<Place> score(WeightView view, int[] tokens, int top) {
        try (NDManager call = model.engine().newScope()) {
            Object[] arguments = model.forwardArguments().with(view, row(call, tokens), top, positionsAtATime());
            double[] flat = kernel.call(call, "score", arguments).get(0).toDoubleArray();
            int width = flat.length / tokens.length;
            List<Place> places = new ArrayList<>();
            for (int t = 0; t < tokens.length; t++) {
                double[] place = new double[width];
                System.arraycopy(flat, t * width, place, 0, width);
                places.add(new Place(place[0], TokenSampler.probabilities(place, 1)));
            }
            return places;
        }
    }

    /**
     * The most likely tokens after a text, in falling order.
     *
     * @throws InvalidInputException for no tokens, more than the context holds, or an id outside the vocabulary
     */
    public List<TokenProbability> next(WeightView view, int[] tokens, int top) {
        try (NDManager call = model.engine().newScope()) {
            Object[] arguments = model.forwardArguments().with(view, row(call, tokens), top);
            return TokenSampler.probabilities(
                    kernel.call(call, "next", arguments).get(0).toDoubleArray(), 0);
        }
    }

    /**
     * How likely texts are after other texts: log p(continuation | prompt) = Σ log p of its tokens, in nats, for each pair.
     * All pairs go through the model together, so give no more than fit in memory.
     *
     * @param prompts at least one token each
     * @param continuations at least one token each, as many as prompts
     * @throws InvalidInputException when a pair is longer than the context, or holds an id outside the vocabulary
     */
    public double[] likelihoods(WeightView view, List<int[]> prompts, List<int[]> continuations) {
        int rows = prompts.size();
        int columns = 0;
        int drawnTokens = 0;
        List<int[]> wholes = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            int[] prompt = prompts.get(row);
            int[] continuation = continuations.get(row);
            int[] whole = Arrays.copyOf(prompt, prompt.length + continuation.length);
            System.arraycopy(continuation, 0, whole, prompt.length, continuation.length);
            model.checkTokens(whole);
            wholes.add(whole);
            columns = Math.max(columns, whole.length - 1);
            drawnTokens += continuation.length;
        }
        long[] tokens = new long[rows * columns];
        long[] where = new long[drawnTokens];
        long[] drawn = new long[drawnTokens];
        int next = 0;
        for (int row = 0; row < rows; row++) {
            int[] whole = wholes.get(row);
            for (int i = 0; i + 1 < whole.length; i++) {
                tokens[row * columns + i] = whole[i];
                if (i + 1 >= prompts.get(row).length) {
                    where[next] = (long) row * columns + i;
                    drawn[next] = whole[i + 1];
                    next++;
                }
            }
        }
        try (NDManager call = model.engine().newScope()) {
            NDArray batch = call.create(tokens, new Shape(rows, columns));
            Object[] arguments = model.forwardArguments()
                    .with(view, batch, call.create(where), call.create(drawn), positionsAtATime());
            double[] each = kernel.call(call, "continuations", arguments).get(0).toDoubleArray();
            double[] sums = new double[rows];
            next = 0;
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < continuations.get(row).length; i++) {
                    sums[row] += each[next++];
                }
            }
            return sums;
        }
    }

    /**
     * KL(p‖q) in nats of the next-token distributions at every place of a text, p under one set of weights and q under
     * the other.
     *
     * @throws InvalidInputException for no tokens, more than the context holds, or an id outside the vocabulary
     */
    public double[] divergence(WeightView p, WeightView q, int[] tokens) {
        try (NDManager call = model.engine().newScope()) {
            NDArray ids = row(call, tokens);
            NDArray first = whole(call, p, ids);
            NDArray second = whole(call, q, ids);
            Object[] arguments = model.forwardArguments().with(p, first, second, q.weights(), positionsAtATime());
            return kernel.call(call, "divergence", arguments).get(0).toDoubleArray();
        }
    }

    private NDArray whole(NDManager call, WeightView view, NDArray ids) {
        return kernel.call(call, "whole", model.forwardArguments().with(view, ids))
                .get(0);
    }

    private NDArray row(NDManager call, int[] tokens) {
        model.checkTokens(tokens);
        return call.create(LanguageModel.widened(tokens), new Shape(1, tokens.length));
    }

    private int positionsAtATime() {
        return Math.max(1, LOGITS / model.config().vocabularySize());
    }
}
