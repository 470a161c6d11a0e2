package org.t2workbench.core.job;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The one way to stop long work: whoever started it calls {@link #cancel()}, the worker asks once per token, matrix or
 * step. Safe from any thread. Interrupts are not used: they would close open file channels in the middle of a write.
 */
public final class CancellationToken {

    private final AtomicBoolean cancelled = new AtomicBoolean();

    public void cancel() {
        cancelled.set(true);
    }

    public boolean isCancelled() {
        return cancelled.get();
    }

    /** @throws CancelledException when {@link #cancel()} was called */
    public void throwIfCancelled() {
        if (cancelled.get()) {
            throw new CancelledException();
        }
    }
}
