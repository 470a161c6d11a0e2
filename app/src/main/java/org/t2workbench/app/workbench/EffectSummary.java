package org.t2workbench.app.workbench;

/**
 * What a mixture does: mean KL in nats and flipped greedy tokens over the answer, and how far gains and weights moved.
 *
 * @param sameWeights nothing was moved: the adapted model is the base model
 */
public record EffectSummary(
        double meanDivergence,
        int flippedTokens,
        int comparedTokens,
        double relativeWeightChange,
        double largestGainChange,
        boolean sameWeights) {}
