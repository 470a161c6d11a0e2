package org.t2workbench.core.job;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Something the user can understand went wrong. The message is one plain sentence that says what happened, why, and
 * what to do; it names no class and no stack frame.
 */
public class WorkbenchException extends RuntimeException {

    private final @Nullable Path file;

    public WorkbenchException(String message) {
        this(message, null, null);
    }

    public WorkbenchException(String message, @Nullable Path file) {
        this(message, file, null);
    }

    public WorkbenchException(String message, @Nullable Path file, @Nullable Throwable cause) {
        super(message, cause);
        this.file = file;
    }

    /** The file the trouble is in, or null where no file is concerned. */
    public final @Nullable Path file() {
        return file;
    }
}
