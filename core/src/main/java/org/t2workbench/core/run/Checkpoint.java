package org.t2workbench.core.run;

import java.nio.file.Path;

/**
 * A state from which a run goes on, whole and verified when it was handed out. Immutable.
 *
 * @param iteration the last iteration that it contains
 * @param finished whether the run was at its end
 * @param folder holds the files its writer put there; they belong to the run folder and are only read
 */
public record Checkpoint(long iteration, boolean finished, Path folder) {

    /** The file of that name, as the writer of the checkpoint wrote it. */
    public Path file(String name) {
        return folder.resolve(name);
    }
}
