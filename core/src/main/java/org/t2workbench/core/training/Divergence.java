package org.t2workbench.core.training;

/** The direction of the KL term, exact over the vocabulary and summed over the tokens of an answer. */
public enum Divergence {
    /** KL(adapted ‖ base), as in the paper. */
    ADAPTED_BASE,
    /** KL(base ‖ adapted), as in the authors' code. */
    BASE_ADAPTED;

    /** The name on the command line and in files: {@code adapted-base}, {@code base-adapted}. */
    public String label() {
        return TrainingOptions.label(this);
    }
}
