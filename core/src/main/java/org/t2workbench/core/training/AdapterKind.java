package org.t2workbench.core.training;

/** What a run trains. */
public enum AdapterKind {
    /** Gains of singular values: W' = U diag(σ ⊙ g) Vᵀ. */
    SVF,
    /** Low-rank matrices: W' = W + (alpha / rank) B A. */
    LORA,
    /** Scales of keys, values and the MLP's inner activations. */
    IA3;

    /** The name on the command line and in files. */
    public String label() {
        return TrainingOptions.label(this);
    }
}
