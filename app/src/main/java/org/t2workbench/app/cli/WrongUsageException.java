package org.t2workbench.app.cli;

import java.util.Objects;
import java.util.function.Supplier;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.WorkbenchException;

/**
 * The command line asks for what there is not, whatever the files: a word or a number outside its range, options that exclude
 * each other. The program ends as it does when picocli finds such a thing.
 */
final class WrongUsageException extends WorkbenchException {

    WrongUsageException(String message) {
        super(message);
    }

    /** What is read from an option's text, when only that text can be wrong. */
    static <T> T unless(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvalidInputException e) {
            throw new WrongUsageException(Objects.requireNonNull(e.getMessage()));
        }
    }
}
