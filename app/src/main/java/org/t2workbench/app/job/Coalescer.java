package org.t2workbench.app.job;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Follows a value that changes faster than work on it can be done: at most one job runs, at most one value waits, and
 * the latest value wins. Used on the FX thread only.
 */
public final class Coalescer<V> {

    private final JobRunner runner;
    private final Function<V, Job<?>> jobFor;
    private @Nullable V waiting;
    private @Nullable JobHandle running;

    public Coalescer(JobRunner runner, Function<V, Job<?>> jobFor) {
        this.runner = runner;
        this.jobFor = jobFor;
    }

    public void submit(V value) {
        waiting = value;
        JobHandle current = running;
        if (current == null || current.state().isFinished()) {
            startNext();
        }
    }

    /** Drops what waits; what runs is asked to leave. */
    public void cancel() {
        waiting = null;
        if (running != null) {
            running.cancel();
        }
    }

    private void startNext() {
        V value = waiting;
        if (value == null) {
            return;
        }
        waiting = null;
        JobHandle handle = runner.start(jobFor.apply(value));
        running = handle;
        if (handle.state().isFinished()) {
            return;
        }
        handle.stateProperty().addListener((property, before, now) -> {
            if (now.isFinished()) {
                startNext();
            }
        });
    }
}
