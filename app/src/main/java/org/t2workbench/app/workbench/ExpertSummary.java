package org.t2workbench.app.workbench;

import java.nio.file.Path;

/** An expert as the screens show it; scores are shares from 0 to 1, NaN where the file tells none. */
public record ExpertSummary(
        String id,
        String name,
        String task,
        String parametrisation,
        int matrices,
        double largestGainChange,
        double scoreBefore,
        double scoreAfter,
        long scoredItems,
        String seed,
        Path file,
        String warning) {

    public boolean isScored() {
        return !Double.isNaN(scoreBefore) && !Double.isNaN(scoreAfter);
    }
}
