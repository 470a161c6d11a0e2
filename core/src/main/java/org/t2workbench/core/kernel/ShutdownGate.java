package org.t2workbench.core.kernel;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
 * new one begins. {@code Runtime.halt} skips this and must not be used. Any thread.
 */
public final class ShutdownGate {

    private static final Logger LOGGER = LoggerFactory.getLogger(ShutdownGate.class);

    /** Longer than any single kernel call: one matrix's decomposition of a large model takes tens of seconds. */
    private static final long PATIENCE_SECONDS = 120;

    private static final ReentrantReadWriteLock GATE = new ReentrantReadWriteLock();
    private static final Set<Runnable> LEAVING = ConcurrentHashMap.newKeySet();

    static {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(ShutdownGate::shut, "kernel-gate"));
        } catch (IllegalStateException e) {
            LOGGER.debug("The process was ending before anything was computed.", e);
        }
    }

    private ShutdownGate() {}

    /**
     * Has something done when the process is ending, before the gate closes: work that is to leave by itself needs kernels
     * until it has left, and would otherwise wait at the closed gate while it is waited for.
     *
     * @param leave returns when the work has left; called on a thread of its own, at most once
     */
    public static void beforeClosing(Runnable leave) {
        LEAVING.add(leave);
    }

    /** Takes back {@link #beforeClosing}, as the work is over. */
    public static void forget(Runnable leave) {
        LEAVING.remove(leave);
    }

    /** Blocks for good once the process is ending; otherwise costs well under a microsecond. */
    static void enter() {
        GATE.readLock().lock();
    }

    static void leave() {
        GATE.readLock().unlock();
    }

    private static void shut() {
        LEAVING.forEach(Runnable::run);
        try {
            if (!GATE.writeLock().tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOGGER.warn("A computation did not end in time; the process ends without it.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
