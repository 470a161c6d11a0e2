package org.t2workbench.core.training;

/** What a run optimises. */
public enum TrainingMethod {
    /** Policy gradient: rewards of the model's own answers (paper, equation 1). */
    RL,
    /** Next-token prediction on worked solutions. */
    SFT;

    /** The name on the command line and in files. */
    public String label() {
        return TrainingOptions.label(this);
    }
}
