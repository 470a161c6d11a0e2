package org.t2workbench.core.training;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one iteration of a run does with the parameters in training. */
interface Iteration {

    /**
     * Adds up the gradient of an iteration; the step is the caller's.
     *
     * @param iteration counts from 1
     * @param times takes the seconds of each phase
     */
    Result gradient(Trainable trainable, long iteration, PhaseTimes times);

    /**
     * What came of it.
     *
     * @param values for the line of metrics
     * @param rollouts lines for rollouts.jsonl
     * @param finite whether the loss is a number
     * @param noStep why there is nothing to step by; empty for a step
     */
    record Result(
            Map<String, Object> values, List<Map<String, Object>> rollouts, boolean finite, Optional<String> noStep) {}
}
