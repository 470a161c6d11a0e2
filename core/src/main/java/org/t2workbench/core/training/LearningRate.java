package org.t2workbench.core.training;

/** How the learning rate goes over the iterations of a run. */
public enum LearningRate {
    CONSTANT,
    /** A half wave from the full rate down to 0 at the end. */
    COSINE;

    /** The name on the command line and in files. */
    public String label() {
        return TrainingOptions.label(this);
    }

    /** @param iteration counts from 1 */
    double at(double highest, long iteration, long iterations) {
        return this == CONSTANT ? highest : highest * 0.5 * (1 + Math.cos(Math.PI * (iteration - 1) / iterations));
    }
}
