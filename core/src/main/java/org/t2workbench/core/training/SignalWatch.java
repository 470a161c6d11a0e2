package org.t2workbench.core.training;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.t2workbench.core.run.RunLine;

/** Notices when most groups of answers stay without a difference in reward, so that there is little to learn from. */
final class SignalWatch {

    /** Key in a line of metrics: share of groups whose rewards are all equal. */
    static final String EQUAL_GROUPS = "equal_groups";

    /** A share from which on hardly anything is learned. */
    private static final double HIGH = 0.9;

    private static final int ITERATIONS = 5;

    private int inARow;

    /** As it was after these lines. */
    static SignalWatch after(List<RunLine> metrics) {
        SignalWatch watch = new SignalWatch();
        metrics.forEach(line -> watch.see(line.values()));
        return watch;
    }

    /**
     * Looks at what a line of metrics says.
     *
     * @return the warning that belongs to it
     */
    Optional<String> see(Map<String, Object> values) {
        if (values.get(EQUAL_GROUPS) instanceof Number share && share.doubleValue() >= HIGH) {
            inARow++;
        } else {
            inARow = 0;
        }
        if (inARow < ITERATIONS) {
            return Optional.empty();
        }
        return Optional.of(
                "At least " + Math.round(100 * HIGH) + " % of the groups of answers had equal rewards in each of"
                        + " the last " + ITERATIONS
                        + " iterations: there is little to learn from; use harder or easier items, or more answers per prompt.");
    }

    /** Whether the warning has just begun, and is worth a line in the log. */
    boolean begins() {
        return inARow == ITERATIONS;
    }
}
