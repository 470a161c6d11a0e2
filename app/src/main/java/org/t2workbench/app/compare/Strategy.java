package org.t2workbench.app.compare;

/** How α is chosen for a prompt. */
public enum Strategy {
    /** α = 0 everywhere. */
    BASE,
    /** What the sliders say. */
    MANUAL
}
