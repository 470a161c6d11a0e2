package org.t2workbench.app.compare;

/** How far it is known what the other categories would have led to. */
public enum RoutesState {
    /** There are no others: no answer yet, or no first pass. */
    NONE,
    READY,
    RUNNING,
    CANCELLING,
    KNOWN
}
