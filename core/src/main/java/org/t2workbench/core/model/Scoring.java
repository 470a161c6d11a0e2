package org.t2workbench.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
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
        this.kernel = model.engine().kernel("llama", "scoring");
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
            return kernel.call(call, "divergence", first, p.weights(), second, q.weights(), positionsAtATime())
                    .get(0)
                    .toDoubleArray();
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
