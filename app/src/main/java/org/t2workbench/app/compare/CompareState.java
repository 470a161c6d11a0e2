package org.t2workbench.app.compare;

/** What the Compare screen is doing. */
public enum CompareState {
    NO_MODEL,
    READY,
    RUNNING,
    CANCELLING
}
