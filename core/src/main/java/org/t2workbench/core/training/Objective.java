package org.t2workbench.core.training;

/**
 * What a batch came to: sums over its answers, not scaled.
 *
 * @param loss −J times the number of answers
 * @param expected Σ advantage · log π(answer | prompt)
 * @param divergence Σ KL over all tokens of answers, nats; NaN where there was no reference
 * @param entropy Σ entropy of π over the same places, nats
 */
record Objective(double loss, double expected, double divergence, double entropy) {

    static final Objective NOTHING = new Objective(0, 0, 0, 0);

    Objective plus(Objective other) {
        return new Objective(
                loss + other.loss, expected + other.expected, divergence + other.divergence, entropy + other.entropy);
    }
}
