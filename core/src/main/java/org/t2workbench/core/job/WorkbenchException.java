package org.t2workbench.core.job;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Something the user can understand went wrong. The message is one plain sentence that says what happened, why, and
 * what to do; it names no class and no stack frame. What it quotes of a file cannot break the line or steer a terminal.
 */
public class WorkbenchException extends RuntimeException {

    /** Characters of a message; names and values from files may be of any length, and of any characters. */
    private static final int LONGEST = 1000;

    private final @Nullable Path file;

    public WorkbenchException(String message) {
        this(message, null, null);
    }

    public WorkbenchException(String message, @Nullable Path file) {
        this(message, file, null);
    }

    public WorkbenchException(String message, @Nullable Path file, @Nullable Throwable cause) {
        super(PlainText.of(message, LONGEST), cause);
        this.file = file;
    }

    /** The file the trouble is in, or null where no file is concerned. */
    public final @Nullable Path file() {
        return file;
    }
}
