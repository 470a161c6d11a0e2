package org.t2workbench.app.workbench;

/** What can be a row of an evaluation; {@link #EACH} is a row for every expert. */
public enum EvaluatedStrategy {
    BASE,
    /** The mixture of the sliders. */
    MANUAL,
    /** Every expert alone, at α = 1. */
    EACH,
    PROMPT,
    CLASSIFIER,
    /** A mixture for each task, searched with some of its examples. */
    FEW_SHOT
}
