package org.t2workbench.app.job;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.collections.ObservableList;

/** Runs each job at once, on the calling thread: everything that was asynchronous is over when {@code start} returns. */
public final class InlineJobRunner implements JobRunner {

    private final StepJobRunner steps;

    public InlineJobRunner(Consumer<Throwable> failureHandler) {
        steps = new StepJobRunner(failureHandler);
    }

    @Override
    public JobHandle start(Job<?> job) {
        JobHandle handle = steps.start(job);
        steps.runAll();
        return handle;
    }

    @Override
    public ObservableList<JobHandle> jobs() {
        return steps.jobs();
    }

    @Override
    public Executor ui() {
        return Runnable::run;
    }
}
