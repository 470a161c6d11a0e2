package org.t2workbench.app.job;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.t2workbench.core.job.CancellationToken;

/** A job that was started. Its state changes on the FX thread only; its progress may be sampled at any time. */
public final class JobHandle {

    private final String title;
    private final boolean silent;
    private final CancellationToken token = new CancellationToken();
    private final JobProgress progress = new JobProgress();
    private final ReadOnlyObjectWrapper<JobState> state = new ReadOnlyObjectWrapper<>(JobState.QUEUED);

    JobHandle(Job<?> job) {
        this.title = job.title();
        this.silent = job.silent();
    }

    public String title() {
        return title;
    }

    public boolean isSilent() {
        return silent;
    }

    public JobState state() {
        return state.get();
    }

    public ReadOnlyObjectProperty<JobState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    public ProgressSnapshot progress() {
        return progress.sample();
    }

    /** Asks the worker to leave; the state is CANCELLED once it has. Called on the FX thread. */
    public void cancel() {
        if (!state.get().isFinished()) {
            token.cancel();
            state.set(JobState.CANCELLING);
        }
    }

    CancellationToken token() {
        return token;
    }

    JobProgress reporter() {
        return progress;
    }

    void started() {
        if (state.get() == JobState.QUEUED) {
            state.set(JobState.RUNNING);
        }
    }

    void finished(JobState end) {
        state.set(end);
    }
}
