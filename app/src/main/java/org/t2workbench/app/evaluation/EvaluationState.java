package org.t2workbench.app.evaluation;

/** Where the evaluation that is shown stands. */
public enum EvaluationState {
    /** None is shown. */
    NONE,
    WAITING,
    RUNNING,
    STOPPING,
    /** Ended early; its complete rows are there, and it can go on. */
    STOPPED,
    FAILED,
    FINISHED;

    public boolean isBusy() {
        return this == WAITING || this == RUNNING || this == STOPPING;
    }
}
