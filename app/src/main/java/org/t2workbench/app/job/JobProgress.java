package org.t2workbench.app.job;

import org.t2workbench.core.job.Progress;

/** Keeps the latest report of a worker for whoever samples it. */
final class JobProgress implements Progress {

    private volatile ProgressSnapshot latest = ProgressSnapshot.UNKNOWN;

    @Override
    public void report(String stage, long done, long total) {
        latest = new ProgressSnapshot(stage, done, total);
    }

    ProgressSnapshot sample() {
        return latest;
    }
}
