package org.t2workbench.core.job;

/** The work was stopped on request; not a failure. */
public final class CancelledException extends RuntimeException {

    public CancelledException() {
        super("Cancelled.");
    }
}
