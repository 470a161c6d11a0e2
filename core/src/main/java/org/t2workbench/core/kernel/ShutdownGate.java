package org.t2workbench.core.kernel;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the process from ending while native code computes.
 *
 * <p>When a virtual machine exits it waits only about 300 ms for threads in native code and then destroys libtorch's
 * global objects under them; a backward pass that is still running then reads a freed object and the process dies of a
 * segmentation fault. So every kernel call passes the gate, and exit closes it first: a running call is waited for, no
 * new one begins. {@code Runtime.halt} skips this and must not be used.
 */
final class ShutdownGate {

    private static final Logger LOGGER = LoggerFactory.getLogger(ShutdownGate.class);

    /** Longer than any single kernel call: one matrix's decomposition of a large model takes tens of seconds. */
    private static final long PATIENCE_SECONDS = 120;

    private static final ReentrantReadWriteLock GATE = new ReentrantReadWriteLock();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ShutdownGate::shut, "kernel-gate"));
    }

    private ShutdownGate() {}

    /** Blocks for good once the process is ending; otherwise costs well under a microsecond. */
    static void enter() {
        GATE.readLock().lock();
    }

    static void leave() {
        GATE.readLock().unlock();
    }

    private static void shut() {
        try {
            if (!GATE.writeLock().tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOGGER.warn("A computation did not end in time; the process ends without it.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
