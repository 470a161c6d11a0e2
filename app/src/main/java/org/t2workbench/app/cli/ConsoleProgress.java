package org.t2workbench.app.cli;

import java.io.PrintStream;
import java.util.Locale;
import org.t2workbench.core.job.Progress;

/** Progress as lines on standard error, at most two a second, so that a log stays readable. */
final class ConsoleProgress implements Progress {

    private static final long INTERVAL_NANOS = 500_000_000L;

    private final PrintStream err;
    private long last = System.nanoTime();

    ConsoleProgress(PrintStream err) {
        this.err = err;
    }

    @Override
    public void report(String stage, long done, long total) {
        long now = System.nanoTime();
        if (now - last < INTERVAL_NANOS) {
            return;
        }
        last = now;
        if (total > 0) {
            err.printf(Locale.ROOT, "%3d %% %s%n", 100 * done / total, stage);
        } else {
            err.println(stage);
        }
    }
}
