package org.t2workbench.core.training;

import java.util.Locale;
import org.t2workbench.core.job.InvalidInputException;

/** What is taken off a reward before it weighs an answer. */
public enum Baseline {
    /** Nothing: the reward itself, as in the paper. */
    NONE,
    /** The mean reward of the other answers to the same prompt: an unbiased gradient with less noise. */
    LEAVE_ONE_OUT;

    /** The name on the command line and in files: {@code none}, {@code leave-one-out}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws InvalidInputException when the text names no baseline */
    public static Baseline parse(String label) {
        for (Baseline baseline : values()) {
            if (baseline.label().equals(label)) {
                return baseline;
            }
        }
        throw new InvalidInputException("The baseline '" + label + "' is unknown; use none or leave-one-out.");
    }

    /**
     * What each answer is worth.
     *
     * @param rewards of all answers, those to one prompt side by side
     * @param samples answers per prompt; at least 2 for {@link #LEAVE_ONE_OUT}
     */
    double[] advantages(double[] rewards, int samples) {
        double[] advantages = rewards.clone();
        if (this == NONE) {
            return advantages;
        }
        for (int from = 0; from < rewards.length; from += samples) {
            double sum = 0;
            for (int i = from; i < from + samples; i++) {
                sum += rewards[i];
            }
            for (int i = from; i < from + samples; i++) {
                advantages[i] -= (sum - rewards[i]) / (samples - 1);
            }
        }
        return advantages;
    }
}
