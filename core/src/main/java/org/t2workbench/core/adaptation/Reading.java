package org.t2workbench.core.adaptation;

import java.util.Arrays;
import java.util.Locale;
import org.t2workbench.core.job.InvalidInputException;

/** How the first pass is read. */
public enum Reading {
    /** The answer is written out greedily and its last box read, as in the paper; it may name no category. */
    GENERATE,
    /** The likelihood of each category's boxed label is compared in one forward pass; always names a category. */
    SCORE;

    /** As on the command line: generate, score. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws InvalidInputException when there is none of that name */
    public static Reading of(String label) {
        return Arrays.stream(values())
                .filter(reading -> reading.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        "The reading '" + label + "' of the first pass is unknown; use generate or score."));
    }
}
