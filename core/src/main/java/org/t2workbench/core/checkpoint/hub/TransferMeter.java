package org.t2workbench.core.checkpoint.hub;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.t2workbench.core.checkpoint.MemoryEstimate;

/**
 * How far a download of several files has come, how fast it is and how long it will still take. Workers add to it; one other
 * thread reads it now and then.
 */
final class TransferMeter {

    /** The rate is that of the last seconds: long enough to be readable, short enough to be true. */
    private static final long WINDOW_NANOS = 8_000_000_000L;

    /** Before this much time a rate says nothing. */
    private static final double FIRST_SECONDS = 0.5;

    private final String what;
    private final int files;
    private final long total;
    private final LongSupplier nanoTime;
    private final AtomicLong there = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicInteger finished = new AtomicInteger();
    private volatile String waitingFor = "";
    private final Deque<Sample> samples = new ArrayDeque<>();

    /**
     * @param what is fetched, for people
     * @param total bytes of all files
     */
    TransferMeter(String what, int files, long total, LongSupplier nanoTime) {
        this.what = what;
        this.files = files;
        this.total = total;
        this.nanoTime = nanoTime;
        samples.add(new Sample(nanoTime.getAsLong(), 0));
    }

    private record Sample(long nanos, long received) {}

    /** Bytes that came over the network. */
    void received(long bytes) {
        there.addAndGet(bytes);
        received.addAndGet(bytes);
    }

    /** Bytes that were there before; negative for such as turned out to be wrong. */
    void found(long bytes) {
        there.addAndGet(bytes);
    }

    void fileFinished() {
        finished.incrementAndGet();
    }

    /** What keeps a worker waiting; empty for nothing. */
    void waitsFor(String reason) {
        waitingFor = reason;
    }

    long done() {
        return Math.max(0, Math.min(total, there.get()));
    }

    long total() {
        return total;
    }

    /** In words; also takes the sample that the rate is measured by. */
    String stage() {
        long now = nanoTime.getAsLong();
        samples.add(new Sample(now, received.get()));
        while (samples.size() > 2 && now - samples.getFirst().nanos() > WINDOW_NANOS) {
            samples.removeFirst();
        }
        Sample first = samples.getFirst();
        double seconds = (now - first.nanos()) / 1e9;
        double rate = seconds < FIRST_SECONDS ? 0 : (received.get() - first.received()) / seconds;
        String stage = String.format(
                Locale.ROOT,
                "downloading %s, %d of %d %s, %s of %s",
                what,
                finished.get(),
                files,
                files == 1 ? "file" : "files",
                size(done()),
                size(total));
        String waiting = waitingFor;
        if (!waiting.isEmpty()) {
            return stage + ", " + waiting;
        }
        if (rate < 1 || done() == total) {
            return stage;
        }
        return stage + ", " + rate(rate) + ", " + remaining((total - done()) / rate);
    }

    private static String size(long bytes) {
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.0f kB", Math.ceil(bytes / 1e3))
                : MemoryEstimate.text(bytes);
    }

    private static String rate(double bytesPerSecond) {
        return bytesPerSecond < 1e6
                ? String.format(Locale.ROOT, "%.0f kB/s", bytesPerSecond / 1e3)
                : String.format(Locale.ROOT, "%.1f MB/s", bytesPerSecond / 1e6);
    }

    private static String remaining(double seconds) {
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.0f s left", Math.ceil(seconds));
        }
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%.0f min left", Math.ceil(seconds / 60));
        }
        return String.format(Locale.ROOT, "%.1f h left", seconds / 3600);
    }
}
