package org.t2workbench.app.workbench;

import java.nio.file.Path;

/**
 * An expert as the screens show it.
 *
 * @param largestGainChange largest |g − 1|; NaN for a LoRA adapter, which has no gains
 * @param scoreBefore of the base model on the expert's task, a share from 0 to 1; NaN where the file tells none
 * @param scoreAfter of the trained expert, likewise
 * @param scoredOn which items: test or val; empty where the file tells none
 * @param warning what makes its effect on the open model doubtful, or empty
 */
public record ExpertSummary(
        String id,
        String name,
        String task,
        String parametrisation,
        int matrices,
        double largestGainChange,
        double scoreBefore,
        double scoreAfter,
        String scoredOn,
        long scoredItems,
        String seed,
        Path file,
        String warning) {

    /** Whether it adds vectors of its own instead of gains: LoRA or IA3. */
    public boolean isAdapter() {
        return Double.isNaN(largestGainChange);
    }

    public boolean isScored() {
        return !Double.isNaN(scoreBefore) && !Double.isNaN(scoreAfter);
    }
}
