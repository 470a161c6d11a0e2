package org.t2workbench.core.checkpoint.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An answer after which it is worth asking again. */
final class TransferException extends IOException {

    private final int status;
    private final @Nullable Duration wait;

    /** @param wait what the server asks to wait, or null */
    TransferException(int status, @Nullable Duration wait) {
        super("the answer " + status);
        this.status = status;
        this.wait = wait;
    }

    int status() {
        return status;
    }

    Optional<Duration> pause() {
        return Optional.ofNullable(wait);
    }
}
