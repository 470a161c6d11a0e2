package org.t2workbench.core.task;

import java.nio.file.Path;
import java.util.List;

/** The tasks that come with the sample, as they lie in the source tree; tests run in the module's folder. */
final class SampleTasks {

    static final Path FOLDER = Path.of("..", "samples", "tasks");
    static final List<String> NAMES =
            List.of("code", "code-hard", "dispatch", "math", "math-hard", "reasoning", "reasoning-hard");

    private SampleTasks() {}

    static Words words() {
        return Words.read(FOLDER.resolve("words/sample.json"));
    }

    static Task task(String name) {
        return new TaskCatalogue(List.of(FOLDER)).find(name);
    }
}
