package org.t2workbench.app.workbench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;

/**
 * What the window asks of the engine about spectra and edits of them. As {@link Session}: blocking, on the compute
 * thread.
 */
public interface SpectraSession {

    /**
     * Every matrix with its metrics, those of shuffled matrices aside; needs the decomposition and makes it where it is
     * missing. A matrix that cannot be decomposed has a sentence instead, and the others go on.
     */
    List<MatrixMetrics> metrics(MixtureSetting mixture, Progress progress, CancellationToken token);

    /** The metrics of one matrix that take its entries in a random order; empty for a matrix of zeros. */
    Map<SpectrumMetric, Double> shuffledMetrics(String matrix, CancellationToken token);

    SpectrumCurves spectrum(String matrix, MixtureSetting mixture);

    /** The eigenvalues of one matrix of the base model by their density, with the laws held against it. */
    SpectrumDensity density(String matrix);

    /** What the open model brings to show kept components on; empty where it brings nothing. */
    Optional<KeepTexts> keepTexts();

    /**
     * What the base model, with some components switched off, answers and how it likes a text.
     *
     * @param onReport hears of it as it grows, on the compute thread; returns fast
     * @throws org.t2workbench.core.job.CancelledException when cancelled
     */
    KeepReport keep(KeepRequest request, Consumer<KeepReport> onReport, CancellationToken token);

    /**
     * Writes gains that were set by hand as an expert file of the open model.
     *
     * @throws org.t2workbench.core.job.OutOfResourcesException when the disk is full or read-only
     */
    void saveEdit(SpectrumEdit edit, String name, Path file);
}
