package org.t2workbench.core.run;

import java.nio.file.Path;

/**
 * What a run trained, as it was at one iteration. Immutable.
 *
 * @param iteration 0 for the start
 * @param file an expert file like any other; it belongs to the run and is only read
 */
public record Snapshot(long iteration, Path file) {}
