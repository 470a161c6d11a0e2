package org.t2workbench.core.run;

import java.util.Map;

/**
 * One line of {@code metrics.jsonl} or {@code rollouts.jsonl}. Immutable.
 *
 * @param iteration the iteration it belongs to, from 0
 * @param values everything but the two keys that have a place of their own; a value may be null where a figure is
 *     undefined
 * @param machine what depends on the machine and the moment (times, rates, memory): two runs of the same configuration
 *     agree in everything but this; empty in rollouts
 */
public record RunLine(long iteration, Map<String, Object> values, Map<String, Object> machine) {

    static final String ITERATION = "iteration";
    static final String MACHINE = "machine";

    public RunLine {
        if (iteration < 0) {
            throw new IllegalArgumentException("An iteration counts from 0, got " + iteration + ".");
        }
        if (values.containsKey(ITERATION) || values.containsKey(MACHINE)) {
            throw new IllegalArgumentException("The keys \"iteration\" and \"machine\" have a place of their own.");
        }
        values = JsonValues.freeze(values);
        machine = JsonValues.freeze(machine);
    }
}
