package org.t2workbench.core.task;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a task file does not bring along. Immutable.
 *
 * @param dataFolder where data files are looked for that do not lie beside the task file
 * @param runner of generated code; who made it closes it
 */
record TaskSurroundings(Optional<Path> dataFolder, Optional<CodeRunner> runner) {

    static final TaskSurroundings NONE = new TaskSurroundings(Optional.empty(), Optional.empty());
}
