package org.t2workbench.core.job;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file or a value that was given cannot be used: malformed, of another shape, or not supported. */
public final class InvalidInputException extends WorkbenchException {

    public InvalidInputException(String message) {
        super(message);
    }

    public InvalidInputException(String message, @Nullable Path file) {
        super(message, file);
    }

    public InvalidInputException(String message, @Nullable Path file, @Nullable Throwable cause) {
        super(message, file, cause);
    }
}
