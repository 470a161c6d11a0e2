package org.t2workbench.core.run;

/**
 * Hears of a run while it is written, on the writer's thread, after what it hears of is on the disk. It returns fast;
 * what it throws is noted once in the run's log, and it hears no more.
 */
public interface RunObserver {

    /** Makes an observer for a run that starts or goes on; metrics.jsonl holds what counts so far. */
    @FunctionalInterface
    interface Opener {
        RunObserver open(RunFolder run);
    }

    /** @param line of metrics.jsonl */
    void metrics(RunLine line);

    /** The writer is being closed; nothing follows. */
    void end(RunState state);
}
