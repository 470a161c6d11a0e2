package org.t2workbench.core.adaptation;

/** Which of two answers. */
public enum Side {
    BASE,
    ADAPTED
}
