package org.t2workbench.app.training;

/** Where the Train screen stands. */
public enum TrainState {
    NO_MODEL,
    /** A model is open and nothing was trained yet. */
    READY,
    /** Waits for other work on the model to end. */
    WAITING,
    TRAINING,
    /** Asked to stop; the worker has not left yet. */
    STOPPING,
    /** Stopped by the person: what was reached is kept, and it can go on. */
    STOPPED,
    /** Ended by an error; the last checkpoint is kept. */
    FAILED,
    FINISHED;

    /** Whether a worker is in it. */
    public boolean isBusy() {
        return this == WAITING || this == TRAINING || this == STOPPING;
    }

    /** Whether there is a run to look at. */
    public boolean hasRun() {
        return this != NO_MODEL && this != READY;
    }
}
