package org.t2workbench.app.workbench;

import org.t2workbench.core.training.TrainingTime;

/**
 * What a training will take.
 *
 * @param trained numbers
 * @param total bytes of memory
 * @param available bytes that are free for it
 */
public record TrainingNeed(long trained, long total, long available, TrainingTime time) {

    /** Of one iteration. */
    public double secondsPerIteration() {
        return time.iteration();
    }

    /** Of the whole run. */
    public double seconds() {
        return time.whole();
    }

    /** Whether a run with the same settings took this time; otherwise it is an estimate. */
    public boolean isMeasured() {
        return time.measured();
    }
}
