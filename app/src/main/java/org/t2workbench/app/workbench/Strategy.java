package org.t2workbench.app.workbench;

/** How α is chosen for a prompt. */
public enum Strategy {
    /** α = 0 everywhere. */
    BASE,
    /** What the sliders say. */
    MANUAL,
    /** The base model names the prompt's category, whose expert answers. */
    PROMPT,
    /** The same, but an expert that was trained for it names the category. */
    CLASSIFIER,
    /** A mixture from a file, which a search has found or somebody saved. */
    FEW_SHOT;

    /** Whether a first pass looks at each prompt. */
    public boolean dispatches() {
        return this == PROMPT || this == CLASSIFIER;
    }

    /** Whether the person's sliders have no say. */
    public boolean choosesAlone() {
        return dispatches() || this == FEW_SHOT;
    }
}
