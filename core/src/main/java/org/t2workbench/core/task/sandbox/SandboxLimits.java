package org.t2workbench.core.task.sandbox;

import java.time.Duration;

/**
 * What generated code may use. Immutable.
 *
 * @param workers processes at once
 * @param cpuTime processor time of one trial, program and tests together; the same on a busy machine as on an idle one
 * @param wallTime time by the clock of one trial; longer than {@code cpuTime}, it catches programs that sleep
 * @param memoryMegabytes heap of one worker
 * @param outputBytes what one trial may print
 */
public record SandboxLimits(int workers, Duration cpuTime, Duration wallTime, int memoryMegabytes, int outputBytes) {

    /** Room for every reference program of HumanEval and all but one of MBPP (its number 123). */
    public static final SandboxLimits DEFAULT =
            new SandboxLimits(2, Duration.ofSeconds(10), Duration.ofSeconds(30), 512, 1 << 20);

    public SandboxLimits {
        if (workers < 1 || memoryMegabytes < 1 || outputBytes < 1 || !isPositive(cpuTime) || !isPositive(wallTime)) {
            throw new IllegalArgumentException("every limit is positive");
        }
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isZero() && !duration.isNegative();
    }
}
