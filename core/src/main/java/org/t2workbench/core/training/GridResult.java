package org.t2workbench.core.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.statistics.Interval;
import org.t2workbench.core.statistics.Wilson;

/**
 * What came of a grid. Immutable.
 *
 * @param tries in the grid's order
 * @param chosen the place in the list of the best by validation, the first of equals; null when all failed
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record GridResult(List<Try> tries, @Nullable Integer chosen) {

    /**
     * One run of a grid.
     *
     * @param folder its name beside the summary
     * @param changes what it changed of the settings
     * @param n validation items
     * @param correct how many of them its best got right
     * @param base how many the base model got right
     * @param bestIteration from which its best is; 0 is the base model
     * @param iterations how far it went
     * @param failure why it ended before its time; null when it did not
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Try(
            String folder,
            Map<String, String> changes,
            int n,
            int correct,
            int base,
            long bestIteration,
            long iterations,
            @Nullable String failure) {

        public Try {
            changes = Map.copyOf(changes);
        }
    }

    public GridResult {
        tries = List.copyOf(tries);
    }

    static GridResult of(List<Try> tries) {
        Integer chosen = null;
        for (int i = 0; i < tries.size(); i++) {
            Try each = tries.get(i);
            if (each.failure() == null
                    && (chosen == null || each.correct() > tries.get(chosen).correct())) {
                chosen = i;
            }
        }
        return new GridResult(tries, chosen);
    }

    /** Writes {@code summary.json} and {@code summary.md}. */
    void write(Path folder) {
        try {
            AtomicFile.writeText(
                    folder.resolve("summary.json"),
                    new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not writable as JSON: " + this, e);
        }
        AtomicFile.writeText(folder.resolve("summary.md"), markdown());
    }

    private String markdown() {
        StringBuilder text = new StringBuilder("""
                | try | changes | validation | 95 % | base | best iteration | iterations | |
                |---|---|---|---|---|---|---|---|
                """);
        for (int i = 0; i < tries.size(); i++) {
            Try each = tries.get(i);
            Interval interval = Wilson.interval(each.correct(), each.n());
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.1f %% | [%.1f, %.1f] | %.1f %% | %d | %d | %s |%n",
                    each.folder(),
                    new TreeMap<>(each.changes()),
                    100.0 * each.correct() / Math.max(1, each.n()),
                    100 * interval.low(),
                    100 * interval.high(),
                    100.0 * each.base() / Math.max(1, each.n()),
                    each.bestIteration(),
                    each.iterations(),
                    each.failure() != null ? each.failure() : chosen != null && chosen == i ? "chosen" : ""));
        }
        return text.toString();
    }
}
