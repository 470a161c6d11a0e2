package org.t2workbench.app.workbench;

import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;

/** What the window asks of the engine about singular directions. As {@link Session}: blocking, on the compute thread. */
public interface DirectionsSession {

    /**
     * What one component reads or writes, in words.
     *
     * @param top most tokens of each sign
     */
    ComponentReading component(String matrix, int component, int top);

    /**
     * The components of the whole model that read or write a text.
     *
     * @param writes whether they write it, or else read it
     * @param top most components
     * @throws org.t2workbench.core.job.InvalidInputException for a text that gives no token
     */
    DirectionMatches search(String text, boolean writes, int top, Progress progress, CancellationToken token);
}
