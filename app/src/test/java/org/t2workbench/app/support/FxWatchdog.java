package org.t2workbench.app.support;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javafx.application.Platform;

/**
 * Finds out whether the FX thread was kept busy. A beat is asked for every few milliseconds; when one is late, the time
 * that counts is what the FX thread computed or waited meanwhile, not the time for which a loaded machine gave it no
 * processor.
 */
public final class FxWatchdog implements AutoCloseable {

    /** The longest the FX thread may be blocked. */
    public static final double LIMIT_MILLISECONDS = 50;

    private static final long BEAT_MILLISECONDS = 4;

    /** One time that the FX thread was late, and where it was seen. */
    public record Block(double busyMilliseconds, double waitingMilliseconds, List<StackTraceElement> where) {

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(
                    String.format("busy %.0f ms, waiting %.0f ms", busyMilliseconds, waitingMilliseconds));
            where.stream().limit(40).forEach(element -> text.append("\n    at ").append(element));
            return text.toString();
        }
    }

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<Block> blocks = new ArrayList<>();
    private final Thread watcher;
    private volatile boolean running = true;
    private volatile Thread fxThread;

    public FxWatchdog() throws InterruptedException {
        CountDownLatch known = new CountDownLatch(1);
        Platform.runLater(() -> {
            fxThread = Thread.currentThread();
            known.countDown();
        });
        known.await();
        watcher = new Thread(this::watch, "fx-watchdog");
        watcher.setDaemon(true);
        watcher.start();
    }

    private void watch() {
        while (running) {
            CountDownLatch beat = new CountDownLatch(1);
            long cpu = threads.getThreadCpuTime(fxThread.getId());
            Platform.runLater(beat::countDown);
            List<StackTraceElement> where = List.of();
            double waiting = 0;
            long last = System.nanoTime();
            while (running && beat.getCount() > 0) {
                pause();
                StackTraceElement[] stack = fxThread.getStackTrace();
                long now = System.nanoTime();
                boolean waits = fxThread.getState() != Thread.State.RUNNABLE && isOurs(stack);
                waiting += waits ? (now - last) / 1e6 : 0;
                last = now;
                if (beat.getCount() > 0 && stack.length > 0) {
                    where = List.of(stack);
                }
            }
            double busy = (threads.getThreadCpuTime(fxThread.getId()) - cpu) / 1e6;
            if (busy + waiting > LIMIT_MILLISECONDS) {
                synchronized (blocks) {
                    blocks.add(new Block(busy, waiting, where));
                }
            }
            pause();
        }
    }

    private static boolean isOurs(StackTraceElement[] stack) {
        for (StackTraceElement element : stack) {
            if (element.getClassName().startsWith("org.t2workbench")) {
                return true;
            }
        }
        return false;
    }

    private static void pause() {
        try {
            Thread.sleep(BEAT_MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The times above the limit since this was made. */
    public List<Block> blocks() {
        synchronized (blocks) {
            return List.copyOf(blocks);
        }
    }

    @Override
    public void close() {
        running = false;
    }
}
