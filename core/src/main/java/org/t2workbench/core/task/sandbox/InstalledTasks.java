package org.t2workbench.core.task.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.job.OutOfResourcesException;
import org.t2workbench.core.task.TaskCatalogue;

/** The tasks of this installation, with the sandbox where it is installed. */
public final class InstalledTasks {

    /** Names the folder with the person's data sets where no option does. */
    public static final String DATA_VARIABLE = "T2_DATASETS";

    private InstalledTasks() {}

    /**
     * The paper's tasks and the sample's. Where the sandbox is missing, code tasks can be looked at, and are refused with
     * the way to install it when they are to be graded. The sandbox starts nothing before its first program and ends with
     * this process.
     *
     * @param data where data files are looked for that do not lie beside their task; empty: where {@link #DATA_VARIABLE}
     *     says
     */
    public static TaskCatalogue catalogue(Optional<InstallFolder> install, Optional<Path> data) {
        TaskCatalogue found = new TaskCatalogue(
                install.map(folder -> List.of(folder.resources().resolve("tasks"), folder.sampleTasks()))
                        .orElse(List.of()));
        Optional<Path> folder = data.or(() -> Optional.ofNullable(System.getenv(DATA_VARIABLE))
                .filter(name -> !name.isBlank())
                .map(Path::of));
        TaskCatalogue located = folder.map(found::withDataFolder).orElse(found);
        try {
            return located.withCodeRunner(Sandbox.open(SandboxLimits.DEFAULT));
        } catch (OutOfResourcesException e) {
            return located;
        }
    }
}
