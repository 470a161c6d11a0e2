package org.t2workbench.core.run;

import java.time.Instant;

/**
 * The moments of a run's lines, which do not carry one: when the run was created plus the seconds its iterations took. A
 * pause between two parts of a run is thereby left out.
 */
final class RunClock {

    private static final String SECONDS = "seconds";

    private final Instant created;
    private double seconds;

    RunClock(RunFolder run) {
        this.created = created(run);
    }

    static Instant created(RunFolder run) {
        return Instant.parse(run.config().created());
    }

    /** When the line was complete; lines are asked in their order. */
    Instant after(RunLine line) {
        seconds += secondsOf(line);
        return now();
    }

    /** When the last line that was asked for was complete. */
    Instant now() {
        return created.plusMillis(Math.round(seconds * 1000));
    }

    /** What the iteration took; 0 where the line does not tell. */
    static double secondsOf(RunLine line) {
        return line.machine().get(SECONDS) instanceof Number number
                        && Double.isFinite(number.doubleValue())
                        && number.doubleValue() > 0
                ? number.doubleValue()
                : 0;
    }
}
