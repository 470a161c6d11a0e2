package org.t2workbench.app.job;

/** Where a job stands. {@link #CANCELLED} is reached only when the worker has left. */
public enum JobState {
    QUEUED,
    RUNNING,
    CANCELLING,
    SUCCEEDED,
    CANCELLED,
    FAILED;

    public boolean isFinished() {
        return this == SUCCEEDED || this == CANCELLED || this == FAILED;
    }
}
