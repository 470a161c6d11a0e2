package org.t2workbench.app.cli;

import java.nio.file.Path;
import java.util.List;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.task.TaskCatalogue;

/** Where tasks are found by name. */
final class Tasks {

    private Tasks() {}

    static TaskCatalogue catalogue() {
        List<Path> folders = InstallFolder.find()
                .map(install -> List.of(install.resources().resolve("tasks"), install.sampleTasks()))
                .orElse(List.of());
        return new TaskCatalogue(folders);
    }
}
