package org.t2workbench.core.job;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The machine lacks what the work needs: memory, disk space, or the right to write. */
public final class OutOfResourcesException extends WorkbenchException {

    public OutOfResourcesException(String message, @Nullable Path file, @Nullable Throwable cause) {
        super(message, file, cause);
    }
}
