package org.t2workbench.app.job;

import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;

/** What a job does, on its lane's thread. */
@FunctionalInterface
public interface Work<T> {

    /** @throws org.t2workbench.core.job.CancelledException when the token was cancelled */
    T run(Progress progress, CancellationToken token);
}
