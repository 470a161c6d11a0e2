package org.t2workbench.app.workbench;

import java.nio.file.Path;
import org.t2workbench.core.evaluation.EvaluationWatch;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;

/** What the window asks of the engine about measuring the open model. As {@link Session}: blocking, on the compute thread. */
public interface EvaluationSession {

    /** What the open model can be measured with. */
    EvaluationOffer offer();

    /**
     * Measures strategies on tasks into a folder, or goes on with what is kept there. The figures of complete rows are in
     * the folder whenever the watch hears of one.
     *
     * @param folder an empty one, or one that holds an evaluation of the same request
     */
    void evaluate(
            EvaluationRequest request, Path folder, EvaluationWatch watch, Progress progress, CancellationToken token);
}
