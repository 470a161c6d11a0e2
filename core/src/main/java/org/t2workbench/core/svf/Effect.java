package org.t2workbench.core.svf;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What an adaptation does, in figures that are always shown.
 *
 * @param maxGainChange max |g − 1|
 * @param relativeWeightChange ‖ΔW‖/‖W‖ (Frobenius) over all matrices of all layers, adapted or not
 * @param relativeWeightChangePerLayer the same per layer
 * @param meanKl mean of KL(base‖adapted) over the prompt's positions, in nats; absent before there is a prompt
 * @param flippedTokens places of the answer where the most likely token is another than the base model's
 * @param comparedTokens places compared
 */
public record Effect(
        double maxGainChange,
        double relativeWeightChange,
        List<Double> relativeWeightChangePerLayer,
        OptionalDouble meanKl,
        int flippedTokens,
        int comparedTokens) {

    /** Below this mean divergence, in nats, no one sees a difference in what is sampled. */
    static final double NOTICEABLE_KL = 1e-6;

    public Effect {
        relativeWeightChangePerLayer = List.copyOf(relativeWeightChangePerLayer);
    }

    /** The figures in one word. */
    public enum Verdict {
        /** The weights are the base model's, bit for bit: no effect. */
        SAME_WEIGHTS,
        /** The weights differ, but on this prompt nothing that could be seen: no effect. */
        NOT_NOTICEABLE,
        /** There is an effect, or it is not known yet. */
        CHANGED
    }

    public Verdict verdict() {
        if (relativeWeightChange == 0) {
            return Verdict.SAME_WEIGHTS;
        }
        boolean still = meanKl.isPresent() && meanKl.getAsDouble() < NOTICEABLE_KL && flippedTokens == 0;
        return still ? Verdict.NOT_NOTICEABLE : Verdict.CHANGED;
    }
}
