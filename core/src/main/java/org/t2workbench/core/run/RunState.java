package org.t2workbench.core.run;

/** Where a run stands. */
public enum RunState {
    /** A process writes to it now. */
    RUNNING,
    /** Ended before its end, by request or by a kill: it can be resumed. */
    STOPPED,
    /** Reached its end. */
    FINISHED
}
