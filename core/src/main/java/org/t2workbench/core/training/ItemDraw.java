package org.t2workbench.core.training;

/** In which order a run takes the items of its train split. */
public enum ItemDraw {
    /** As the source makes them, without end: for generated tasks. */
    STREAM,
    /** Each batch without replacement from the whole split, and independent of the batch before (the authors' code). */
    BATCH,
    /** The whole split in a random order, then again in another one. */
    EPOCH;

    /** The name on the command line and in files. */
    public String label() {
        return TrainingOptions.label(this);
    }
}
