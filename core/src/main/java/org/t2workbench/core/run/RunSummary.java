package org.t2workbench.core.run;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A run in a list. Immutable.
 *
 * @param path of its folder, or of the file that is damaged
 * @param kind what ran ({@code train}); empty where unknown, as the four that follow
 * @param method how: the objective and what was trained
 * @param best what the run itself calls its best figure
 * @param iterations how many are done
 * @param asked how many it was to do
 * @param started when it was created
 * @param duration what its iterations took, pauses left out
 * @param expert whether an expert was kept
 * @param notes what people noted about it
 * @param problem one sentence where the run cannot be read, wholly or in part; else empty
 */
public record RunSummary(
        Path path,
        String name,
        String kind,
        String task,
        String model,
        String method,
        RunState state,
        OptionalDouble best,
        long iterations,
        OptionalLong asked,
        Optional<Instant> started,
        Duration duration,
        boolean expert,
        String notes,
        String problem) {

    /** Whether every word is found somewhere in the run's words; capitals do not matter, no words fit every run. */
    public boolean matches(String words) {
        String all = String.join("\n", name, kind, task, model, method, state.name(), notes, problem, path.toString())
                .toLowerCase(Locale.ROOT);
        for (String word : words.toLowerCase(Locale.ROOT).trim().split("\\s+")) {
            if (!all.contains(word)) {
                return false;
            }
        }
        return true;
    }
}
