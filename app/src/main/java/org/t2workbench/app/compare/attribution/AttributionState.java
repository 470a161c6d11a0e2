package org.t2workbench.app.compare.attribution;

/** Where a token's taking apart stands. */
public enum AttributionState {
    /** Nothing was asked. */
    NONE,
    RUNNING,
    CANCELLING,
    KNOWN,
    STOPPED,
    FAILED
}
