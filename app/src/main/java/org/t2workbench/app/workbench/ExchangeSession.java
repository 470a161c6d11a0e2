package org.t2workbench.app.workbench;

import org.t2workbench.core.exchange.LoraPlan;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;

/** The part of a session that brings experts in from elsewhere and mixtures out again. Blocks; compute thread only. */
public interface ExchangeSession {

    /** Makes an expert file of something that was made elsewhere, and opens it. */
    ImportReport importExpert(ImportRequest request, Progress progress, CancellationToken token);

    /** What a LoRA of each rank would lose of a mixture. */
    LoraPlan loraPlan(MixtureSetting mixture, Progress progress, CancellationToken token);

    /** Writes a mixture; nothing is left where that fails or is cancelled. */
    void export(ExportRequest request, Progress progress, CancellationToken token);
}
