package org.t2workbench.app.workbench;

import java.nio.file.Path;
import org.t2workbench.core.training.TrainingSettings;

/**
 * What to train.
 *
 * @param task its name or file
 * @param folder of the run: an empty one, or one that holds a run of the same request, which then goes on
 */
public record TrainingRequest(String task, TrainingSettings settings, Path folder) {}
