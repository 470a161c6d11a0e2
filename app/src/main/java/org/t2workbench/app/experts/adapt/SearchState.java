package org.t2workbench.app.experts.adapt;

/** Where the Adapt view stands. */
public enum SearchState {
    NO_MODEL,
    /** A model is open and nothing was searched yet. */
    READY,
    /** Waits for other work on the model to end. */
    WAITING,
    SEARCHING,
    /** Asked to stop; the worker has not left yet. */
    STOPPING,
    /** Another process searches; it is only watched here. */
    WATCHED,
    /** Ended early by the person: whole generations are kept, and it can go on. */
    STOPPED,
    /** Ended early by an error; whole generations are kept. */
    FAILED,
    FINISHED;

    /** Whether a worker of this window is in it. */
    public boolean isBusy() {
        return this == WAITING || this == SEARCHING || this == STOPPING;
    }

    /** Whether new generations may come. */
    public boolean isGrowing() {
        return isBusy() || this == WATCHED;
    }

    /** Whether there is a search to look at. */
    public boolean hasSearch() {
        return this != NO_MODEL && this != READY;
    }
}
