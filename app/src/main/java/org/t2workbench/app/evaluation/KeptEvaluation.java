package org.t2workbench.app.evaluation;

import java.nio.file.Path;
import java.time.Instant;

/**
 * An evaluation in its folder.
 *
 * @param begun when it was asked for
 * @param complete whether all its rows are there
 */
public record KeptEvaluation(Path folder, String name, Instant begun, boolean complete) {}
