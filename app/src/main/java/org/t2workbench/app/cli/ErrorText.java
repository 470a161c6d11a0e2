package org.t2workbench.app.cli;

import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.WorkbenchException;
import picocli.CommandLine.ParameterException;

/** The one plain sentence for a failure. */
final class ErrorText {

    private ErrorText() {}

    static String sentenceFor(Throwable failure) {
        if (failure instanceof WorkbenchException || failure instanceof CancelledException) {
            return String.valueOf(failure.getMessage());
        }
        if (failure instanceof ParameterException) {
            // more of it, such as what was meant, stands in further lines
            return String.valueOf(failure.getMessage()).lines().findFirst().orElse("The command is wrong.");
        }
        if (failure instanceof OutOfMemoryError) {
            return "The Java heap is full; start with a larger one, for example java -Xmx2g -jar …";
        }
        return "Something unexpected went wrong (" + failure.getClass().getSimpleName() + ": " + failure.getMessage()
                + "); run again with the environment variable T2_TRACE=1 for the details and report them.";
    }
}
