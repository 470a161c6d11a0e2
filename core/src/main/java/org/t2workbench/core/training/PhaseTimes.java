package org.t2workbench.core.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Seconds of each phase of an iteration, for the {@code machine} part of a line of metrics. For one thread. */
final class PhaseTimes {

    static final String ROLLOUT = "rollout";
    static final String SCORING = "scoring";
    static final String BACKWARD = "backward";
    static final String UPDATE = "update";
    static final String VALIDATION = "validation";

    /** The key of the time of all phases, and what the names of the phases end with as keys. */
    static final String WHOLE = "seconds";

    static final String SECONDS = "_seconds";

    private final long start = System.nanoTime();
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private long tokens;

    /** Runs a piece of a phase and adds its time. */
    <T> T time(String phase, Supplier<T> work) {
        long since = System.nanoTime();
        T result = work.get();
        seconds.merge(phase, (System.nanoTime() - since) * 1e-9, Double::sum);
        return result;
    }

    /** Adds tokens that were generated in the rollout, or read where there is none. */
    void addTokens(long count) {
        tokens += count;
    }

    /** Everything as it stands. */
    Map<String, Object> toMap() {
        double whole = (System.nanoTime() - start) * 1e-9;
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(WHOLE, whole);
        seconds.forEach((phase, value) -> map.put(phase + SECONDS, value));
        if (tokens > 0) {
            double spent = seconds.getOrDefault(ROLLOUT, seconds.getOrDefault(BACKWARD, whole));
            map.put("tokens_per_second", tokens / Math.max(spent, 1e-9));
        }
        return map;
    }
}
