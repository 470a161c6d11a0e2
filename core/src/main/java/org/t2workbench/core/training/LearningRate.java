package org.t2workbench.core.training;

import java.util.Locale;
import org.t2workbench.core.job.InvalidInputException;

/** How the learning rate goes over the iterations of a run. */
public enum LearningRate {
    CONSTANT,
    /** A half wave from the full rate down to 0 at the end. */
    COSINE;

    /** The name on the command line and in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws InvalidInputException when the text names no schedule */
    public static LearningRate parse(String label) {
        for (LearningRate schedule : values()) {
            if (schedule.label().equals(label)) {
                return schedule;
            }
        }
        throw new InvalidInputException("The schedule '" + label + "' is unknown; use constant or cosine.");
    }

    /** @param iteration counts from 1 */
    double at(double highest, long iteration, long iterations) {
        return this == CONSTANT ? highest : highest * 0.5 * (1 + Math.cos(Math.PI * (iteration - 1) / iterations));
    }
}
