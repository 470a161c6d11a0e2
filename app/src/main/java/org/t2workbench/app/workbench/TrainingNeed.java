package org.t2workbench.app.workbench;

import org.t2workbench.core.training.TrainingTime;

/**
 * What a training will take.
 *
 * @param trained numbers
 * @param total bytes of memory
 * @param available bytes that are free for it
 */
public record TrainingNeed(long trained, long total, long available, TrainingTime time) {}
