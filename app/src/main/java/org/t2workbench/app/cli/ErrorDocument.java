package org.t2workbench.app.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.WorkbenchException;

/** What a failed command prints with {@code --json}. */
record ErrorDocument(Failure error) {

    record Failure(
            String message,
            @Nullable String cause,
            @Nullable String file) {}

    static ErrorDocument of(Throwable failure) {
        Throwable cause = failure.getCause();
        Path file = failure instanceof WorkbenchException known ? known.file() : null;
        return new ErrorDocument(new Failure(
                ErrorText.sentenceFor(failure),
                cause == null ? failure.getClass().getSimpleName() : cause.toString(),
                file == null ? null : file.toString()));
    }
}
