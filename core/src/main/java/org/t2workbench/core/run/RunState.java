package org.t2workbench.core.run;

/** Where a run stands. */
public enum RunState {
    /** A process writes to it now. */
    RUNNING,
    /** Ended before its end, by request or by an error: it can be resumed. */
    STOPPED,
    /** Its process died while it wrote: it can be resumed from its last checkpoint. */
    KILLED,
    /** Reached its end. */
    FINISHED,
    /** Cannot be read, or only in part. */
    DAMAGED
}
