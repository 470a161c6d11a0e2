package org.t2workbench.app.workbench;

/** Which of the two models. */
public enum Side {
    BASE,
    ADAPTED
}
