package org.t2workbench.app.job;

import java.util.concurrent.atomic.AtomicReference;
import org.t2workbench.core.job.Progress;

/** Keeps the latest report of a worker for whoever samples it. */
final class JobProgress implements Progress {

    private final AtomicReference<ProgressSnapshot> latest = new AtomicReference<>(ProgressSnapshot.UNKNOWN);

    @Override
    public void report(String stage, long done, long total) {
        latest.set(new ProgressSnapshot(stage, done, total));
    }

    ProgressSnapshot sample() {
        return latest.get();
    }
}
