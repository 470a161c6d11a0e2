package org.t2workbench.app.runs;

/** What the Runs screen can show. */
enum RunsState {
    /** The folders were not looked through yet. */
    LOADING,
    NO_RUNS,
    READY
}
