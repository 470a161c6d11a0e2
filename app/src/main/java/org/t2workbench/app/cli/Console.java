package org.t2workbench.app.cli;

import java.io.PrintStream;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;

/** Where a command writes, and how it is asked to stop. */
record Console(PrintStream out, PrintStream err, CancellationToken token) {

    Progress progress() {
        return new ConsoleProgress(err);
    }
}
