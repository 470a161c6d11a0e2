package org.t2workbench.core.training;

import java.util.Locale;
import org.t2workbench.core.job.InvalidInputException;

/** The direction of the KL term, exact over the vocabulary and summed over the tokens of an answer. */
public enum Divergence {
    /** KL(adapted ‖ base), as in the paper. */
    ADAPTED_BASE,
    /** KL(base ‖ adapted), as in the authors' code. */
    BASE_ADAPTED;

    /** The name on the command line and in files: {@code adapted-base}, {@code base-adapted}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws InvalidInputException when the text names no direction */
    public static Divergence parse(String label) {
        for (Divergence divergence : values()) {
            if (divergence.label().equals(label)) {
                return divergence;
            }
        }
        throw new InvalidInputException(
                "The KL direction '" + label + "' is unknown; use adapted-base or base-adapted.");
    }
}
