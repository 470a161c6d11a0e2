package org.t2workbench.app.cli;

import java.io.PrintStream;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;

/** Where a command writes, and how it is asked to stop. */
record Console(PrintStream out, PrintStream err, CancellationToken token) {

    /** What whoever typed the command should know beside the result, such as an option that changes nothing. */
    void note(String sentence) {
        err.println(sentence);
    }

    Progress progress() {
        return new ConsoleProgress(err);
    }
}
