package org.t2workbench.app.job;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import javafx.collections.ObservableList;
import org.t2workbench.core.job.CancelledException;

/** One run of one job: the worker's part and, after it, the FX thread's part. */
final class JobExecution<T> extends FutureTask<T> {

    private final Job<T> job;
    private final JobHandle handle;
    private final Executor ui;
    private final ObservableList<JobHandle> jobs;
    private final Consumer<Throwable> failureHandler;

    JobExecution(
            Job<T> job,
            JobHandle handle,
            Executor ui,
            ObservableList<JobHandle> jobs,
            Consumer<Throwable> failureHandler,
            Runnable giveWay) {
        super(() -> {
            handle.token().throwIfCancelled();
            ui.execute(handle::started);
            return job.work().run(handle.reporter(), handle.token(), giveWay);
        });
        this.job = job;
        this.handle = handle;
        this.ui = ui;
        this.jobs = jobs;
        this.failureHandler = failureHandler;
    }

    /** Whether this may run between the steps of another job of its lane. */
    boolean isInterleaved() {
        return job.interleaved();
    }

    @Override
    protected void done() {
        ui.execute(this::end);
    }

    private void end() {
        jobs.remove(handle);
        try {
            T result = finishedResult();
            handle.finished(JobState.SUCCEEDED);
            job.onSuccess().accept(result);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof CancelledException) {
                cancelled();
            } else {
                handle.finished(JobState.FAILED);
                Consumer<Throwable> own = job.onFailure();
                (own == null ? failureHandler : own).accept(cause);
            }
        } catch (CancellationException e) {
            cancelled();
        }
    }

    private void cancelled() {
        handle.finished(JobState.CANCELLED);
        job.onCancelled().run();
    }

    /** The result of a task that is known to be done, so nothing is waited for. */
    private T finishedResult() throws ExecutionException {
        try {
            return get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("A finished job never makes its reader wait.", e);
        }
    }
}
