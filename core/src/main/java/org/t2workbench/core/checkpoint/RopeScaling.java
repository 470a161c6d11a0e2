package org.t2workbench.core.checkpoint;

import java.util.List;

/** How the frequencies of rotary positions are changed, so that a model reads texts longer than it was first made for. */
public sealed interface RopeScaling {

    /** As they are. */
    record None() implements RopeScaling {}

    /** All divided by {@code factor}. */
    record Linear(double factor) implements RopeScaling {}

    /**
     * Frequencies whose wavelength is above {@code originalContext / lowFrequencyFactor} are divided by {@code factor}, those
     * below {@code originalContext / highFrequencyFactor} stay, between them it blends.
     */
    record Llama3(double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalContext)
            implements RopeScaling {}

    /**
     * YaRN (Peng et al. 2023): frequencies that turn fewer than {@code slow} times within the original context are divided by
     * {@code factor}, those that turn more than {@code fast} times stay, between them it blends by their number.
     *
     * @param truncate whether the two limits are rounded to whole numbers of a pair
     */
    record Yarn(double factor, double fast, double slow, int originalContext, boolean truncate)
            implements RopeScaling {}

    /** LongRoPE (Ding et al. 2024): each divided by a factor of its own. */
    record Each(List<Double> factors) implements RopeScaling {

        public Each {
            factors = List.copyOf(factors);
        }
    }
}
