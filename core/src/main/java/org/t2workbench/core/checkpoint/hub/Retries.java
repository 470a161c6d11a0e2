package org.t2workbench.core.checkpoint.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.core.job.CancellationToken;

/** Counts the tries of one request and waits between them. Used by one thread. */
final class Retries {

    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);
    private static final long SLICE_MILLISECONDS = 50;

    private final Patience patience;
    private final CancellationToken token;
    private int failed;

    Retries(Patience patience, CancellationToken token) {
        this.patience = patience;
        this.token = token;
    }

    /** Something new came: what failed before does not count any more. */
    void progressed() {
        failed = 0;
    }

    /**
     * Waits before the next try: as long as the server asks, or else longer each time.
     *
     * @throws IOException the failure itself, when it was the last try or the server asks for too much
     * @throws org.t2workbench.core.job.CancelledException when cancelled meanwhile
     */
    void after(IOException failure) throws IOException {
        failed++;
        Optional<Duration> asked = failure instanceof TransferException answer ? answer.pause() : Optional.empty();
        if (failed >= patience.tries()
                || asked.filter(wait -> wait.compareTo(patience.longestAsked()) > 0)
                        .isPresent()) {
            throw failure;
        }
        Duration own = patience.pause().multipliedBy(1L << Math.min(failed - 1, 16));
        Duration pause = asked.orElse(own.compareTo(patience.longestPause()) > 0 ? patience.longestPause() : own);
        LOG.info("try {} of {} failed ({}); the next comes in {}", failed, patience.tries(), failure.toString(), pause);
        sleep(pause);
    }

    private void sleep(Duration pause) {
        long end = System.nanoTime() + pause.toNanos();
        for (long left = pause.toNanos(); left > 0; left = end - System.nanoTime()) {
            token.throwIfCancelled();
            LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(SLICE_MILLISECONDS)));
        }
        token.throwIfCancelled();
    }
}
