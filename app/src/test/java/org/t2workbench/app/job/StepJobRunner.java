package org.t2workbench.app.job;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** Runs jobs on the calling thread, one at each {@link #step()}, so that every state in between can be looked at. */
public final class StepJobRunner implements JobRunner {

    private final ObservableList<JobHandle> jobs = FXCollections.observableArrayList();
    private final Deque<JobExecution<?>> waiting = new ArrayDeque<>();
    private final Consumer<Throwable> failureHandler;

    public StepJobRunner(Consumer<Throwable> failureHandler) {
        this.failureHandler = failureHandler;
    }

    @Override
    public JobHandle start(Job<?> job) {
        return enqueue(job);
    }

    private <T> JobHandle enqueue(Job<T> job) {
        JobHandle handle = new JobHandle(job);
        jobs.add(handle);
        waiting.add(new JobExecution<>(job, handle, ui(), jobs, failureHandler, this::runInterleaved));
        return handle;
    }

    private void runInterleaved() {
        for (JobExecution<?> next : List.copyOf(waiting)) {
            if (next.isInterleaved() && waiting.remove(next)) {
                next.run();
            }
        }
    }

    /** Runs the oldest job; false when there is none. */
    public boolean step() {
        Runnable next = waiting.poll();
        if (next != null) {
            next.run();
        }
        return next != null;
    }

    /** Runs jobs until none is left, those that they start included. */
    public void runAll() {
        while (step()) {
            // each step may have queued another job
        }
    }

    public int waiting() {
        return waiting.size();
    }

    @Override
    public ObservableList<JobHandle> jobs() {
        return jobs;
    }

    @Override
    public Executor ui() {
        return Runnable::run;
    }
}
