package org.t2workbench.app.workbench;

/** How the first pass is read. */
public enum Reading {
    /** Its answer is written out; it may name no category. */
    GENERATE,
    /** The likelihoods of the categories' labels are compared. */
    SCORE
}
