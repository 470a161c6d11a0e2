package org.t2workbench.app.workbench;

import java.nio.file.Path;
import org.t2workbench.core.job.CancellationToken;

/** What the steps of the Learn screen show beside what the other screens do. Compute thread, as {@link Session}. */
public interface LearnSession {

    /** Rows and columns of {@link #picture}, and so the number of its components. */
    int PICTURE_SIDE = 128;

    /** A grey picture, before, and made of its first components alone, after. */
    MatrixPictures picture(int components);

    /** One matrix of the open model under gains by hand. */
    MatrixPictures matrix(String name, ComponentGains gains);

    /** The next token at the end of the prompt under base and under gains by hand; at most {@code top} of each. */
    NextTokens nextTokens(PromptText prompt, ComponentGains gains, int top, CancellationToken token);

    /**
     * Two answers, of the base model and under gains by hand.
     *
     * @param request its mixture is not looked at
     */
    Comparison compare(CompareRequest request, ComponentGains gains, CancellationToken token);

    /**
     * The singular values of one matrix, and what the best expert of a run makes of them; equal where the run has none
     * yet, or none for this matrix.
     *
     * @param run a training's folder; it may be written to meanwhile
     */
    SpectrumCurves trained(Path run, String matrix);
}
