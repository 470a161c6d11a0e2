package org.t2workbench.core.training;

import java.time.Instant;
import org.t2workbench.core.svf.BaseModel;

/**
 * Where an adapter comes from, as it is written into its file.
 *
 * @param name what people call it
 * @param base the model it was trained on
 * @param created the run's start, so that a resumed run writes the same file
 * @param training settings, JSON
 * @param scores JSON
 */
record Provenance(
        String name, BaseModel base, String task, long seed, Instant created, String training, String scores) {}
