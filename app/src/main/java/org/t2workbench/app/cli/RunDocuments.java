package org.t2workbench.app.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.checkpoint.UserFolders;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunLine;
import org.t2workbench.core.run.RunRegistry;

/** What a command that made a run prints of it. */
record RunDocuments(
        @Nullable Map<String, Object> metrics,
        @Nullable Object best,
        String run,
        @Nullable String expert,
        @Nullable String model) {

    static RunDocuments of(RunFolder run, @Nullable String model) {
        RunLine last = run.lastMetrics().orElse(null);
        Map<String, Object> metrics = null;
        if (last != null) {
            metrics = new LinkedHashMap<>();
            metrics.put("iteration", last.iteration());
            metrics.putAll(last.values());
        }
        return new RunDocuments(
                metrics,
                metrics == null ? null : metrics.get("best"),
                run.path().toString(),
                run.trained().map(Object::toString).orElse(null),
                model);
    }

    /** Makes a run known to the window, wherever it lies; before it begins, so that it can be watched. */
    static void register(Path folder) {
        new RunRegistry(UserFolders.ofThisUser().data()).register(folder);
    }
}
