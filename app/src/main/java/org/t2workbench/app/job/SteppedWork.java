package org.t2workbench.app.job;

import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;

/** What a long job does, on its lane's thread, in steps between which short jobs of the lane may run. */
@FunctionalInterface
public interface SteppedWork<T> {

    /**
     * @param giveWay runs, on this thread, the short jobs that wait ({@link Job#interleaved}); called where nothing is
     *     half done, and never fails
     * @throws org.t2workbench.core.job.CancelledException when the token was cancelled
     */
    T run(Progress progress, CancellationToken token, Runnable giveWay);
}
