package org.t2workbench.app.workbench;

import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;

/** What the window asks of the engine about what moved a token. As {@link Session}: blocking, on the compute thread. */
public interface AttributionSession {

    /** Which components moved a token of a comparison, checked by setting the first of them back. */
    TokenAttribution attribute(AttributionRequest request, Progress progress, CancellationToken token);
}
