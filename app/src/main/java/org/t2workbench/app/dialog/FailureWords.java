package org.t2workbench.app.dialog;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.core.job.WorkbenchException;

/** The sentence for what ended a run, where a screen says it beside what was reached and not in a dialog. */
public final class FailureWords {

    private static final Logger LOG = LoggerFactory.getLogger(FailureWords.class);

    private FailureWords() {}

    /**
     * What went wrong in its own words. A fault of the program is logged.
     *
     * @param fault the words round the message of such a fault
     */
    public static String of(Throwable error, UnaryOperator<String> fault) {
        String message = Objects.toString(error.getMessage(), "");
        if (error instanceof WorkbenchException) {
            return message;
        }
        LOG.error("A run ended by an error of the program.", error);
        return fault.apply(message);
    }
}
