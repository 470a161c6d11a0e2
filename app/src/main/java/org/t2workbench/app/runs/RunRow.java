package org.t2workbench.app.runs;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.adaptation.search.MixtureSearch;
import org.t2workbench.core.run.RunSummary;

/**
 * A run in the table.
 *
 * @param best NaN where the run tells none
 * @param asked iterations it was to do; 0 where unknown
 * @param started null where unknown
 * @param expert whether it kept an expert
 * @param problem why it cannot be read, wholly or in part; else empty
 */
record RunRow(
        Path path,
        String name,
        String task,
        String method,
        Standing standing,
        double best,
        long iterations,
        long asked,
        @Nullable Instant started,
        double seconds,
        boolean expert,
        String problem,
        RunSummary summary) {

    static RunRow of(RunSummary run) {
        return new RunRow(
                run.path(),
                run.name(),
                run.task().isEmpty() ? run.kind() : run.task(),
                run.method().isEmpty() ? run.kind() : run.method(),
                Standing.of(run.state()),
                run.best().orElse(Double.NaN),
                run.iterations(),
                run.asked().orElse(0),
                run.started().orElse(null),
                run.duration().toMillis() / 1e3,
                run.expert(),
                run.problem(),
                run);
    }

    /** Whether its curves and settings can be shown. */
    boolean isReadable() {
        return standing != Standing.DAMAGED || started != null;
    }

    /** Whether it searched a mixture, which is looked back at and gone on with on the Experts screen. */
    boolean isSearch() {
        return summary.kind().equals(MixtureSearch.KIND) && isReadable();
    }

    boolean canResume() {
        return standing == Standing.STOPPED || standing == Standing.KILLED;
    }

    boolean matches(String words) {
        return summary.matches(words);
    }
}
