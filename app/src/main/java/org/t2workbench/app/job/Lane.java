package org.t2workbench.app.job;

/** Where a job runs. */
public enum Lane {
    /** The one thread that touches tensors; jobs queue up there. */
    COMPUTE,
    /** A few threads for files and lists. */
    IO
}
