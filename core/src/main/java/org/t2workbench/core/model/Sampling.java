package org.t2workbench.core.model;

import org.t2workbench.core.job.InvalidInputException;

/**
 * How the next token is chosen.
 *
 * @param temperature what logits are divided by; 0: always the most likely token, and nothing else matters. A number so small
 *     that f32 would run over counts as 0
 * @param topK only the so many most likely tokens are drawn from; 0: all
 * @param topP only the fewest most likely tokens that together hold this probability are drawn from; 1: all
 * @param seed of the draws: the same seed, dtype and number of threads give the same text
 */
public record Sampling(double temperature, int topK, double topP, long seed) {

    /** Divided by it, logits of tens of thousands still are numbers of f32. */
    private static final double LEAST_TEMPERATURE = 1e-30;

    /** @throws InvalidInputException when a number is out of its range */
    public Sampling {
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw new InvalidInputException("The temperature must be a number from 0, not " + temperature + ".");
        }
        if (temperature < LEAST_TEMPERATURE) {
            temperature = 0;
        }
        if (topK < 0) {
            throw new InvalidInputException("top-k must be 0 (off) or the number of tokens to keep, not " + topK + ".");
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new InvalidInputException("top-p must be a number above 0 and at most 1, not " + topP + ".");
        }
    }

    /** Always the most likely token. */
    public static Sampling greedy() {
        return new Sampling(0, 0, 1, 0);
    }

    /** Draws from the model's whole distribution at a temperature. */
    public static Sampling atTemperature(double temperature, long seed) {
        return new Sampling(temperature, 0, 1, seed);
    }
}
