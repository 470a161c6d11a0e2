package org.t2workbench.app.workbench;

import java.nio.file.Path;
import java.util.List;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;

/**
 * What the window asks of the engine to look into experts. As {@link Session}: blocking, on the compute thread. An adapter
 * that adds vectors of its own has no gains, and is refused with a sentence that says what to do.
 */
public interface InspectionSession {

    /** All gains of an open expert. */
    ExpertGains gains(String expert);

    /**
     * How alike open experts are; those without gains are left out.
     *
     * @param experts ids
     */
    ExpertSimilarity similarity(List<String> experts);

    /**
     * What one expert changes and another does not.
     *
     * @param weighted whether components count by σ, as they do in ΔW, or all alike
     * @param top at most so many components
     */
    ExpertContrast contrast(String first, String second, boolean weighted, int top);

    /**
     * The way of a run's expert, from its start to where it stands.
     *
     * @param prompt what the effect is measured on; none where it is empty
     * @throws org.t2workbench.core.job.InvalidInputException when the run is of another model or has no gains
     */
    ExpertTrajectory trajectory(Path run, PromptText prompt, Progress progress, CancellationToken token);

    /**
     * What an open expert or adapter does at α = 1, and whether the figures can be believed.
     *
     * @param prompt where it is empty, only what it does to the weights is told
     * @param tokens of a greedy answer that flips are looked for in
     */
    EffectCertificate certificate(
            String expert, PromptText prompt, int tokens, Progress progress, CancellationToken token);

    /**
     * Writes an expert made from open ones.
     *
     * @throws org.t2workbench.core.job.OutOfResourcesException when the disk is full or read-only
     */
    void saveCombined(ExpertCombination combination, Path file);
}
