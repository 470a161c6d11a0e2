package org.t2workbench.app.workbench;

/**
 * What a training will take, in bytes and seconds.
 *
 * @param secondsPerIteration a rough figure; NaN where nothing is known yet
 */
public record TrainingNeed(long trained, long total, long available, double secondsPerIteration) {

    /** The same, with the time known. */
    public TrainingNeed taking(double seconds) {
        return new TrainingNeed(trained, total, available, seconds);
    }
}
