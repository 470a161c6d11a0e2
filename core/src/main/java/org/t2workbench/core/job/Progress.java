package org.t2workbench.core.job;

/**
 * Hears how far a piece of work has come. Called on the worker's thread, so an implementation returns fast and keeps
 * only the latest value; whoever shows it samples that value.
 */
@FunctionalInterface
public interface Progress {

    /** Hears nothing. */
    Progress NONE = (stage, done, total) -> {};

    /**
     * @param stage what is being done now, in plain words ("decomposing model.layers.3.mlp.up_proj.weight")
     * @param done units finished, from 0
     * @param total units in all, or 0 or less while unknown
     */
    void report(String stage, long done, long total);
}
