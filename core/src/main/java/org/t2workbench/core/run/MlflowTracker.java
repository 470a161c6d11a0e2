package org.t2workbench.core.run;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a run to an MLflow server while it is written, on a thread of its own. The run only rings a bell: what is sent is
 * read from metrics.jsonl, so nothing queues up in memory, nothing is lost while the server is away, and the run never
 * waits, but for a short moment at its end when the server was answering. The first failure is warned of, once.
 */
final class MlflowTracker implements RunObserver {

    /** How patient the tracker is. */
    record Patience(Duration betweenSends, Duration firstRetry, Duration longestRetry, Duration atEnd, int triesAtEnd) {

        static final Patience ORDINARY = new Patience(
                Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofMinutes(1), Duration.ofSeconds(3), 5);
    }

    private static final Logger LOG = LoggerFactory.getLogger(MlflowTracker.class);

    private final MlflowServer server;
    private final MlflowSender sender;
    private final RunFolder run;
    private final Patience patience;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition bell = lock.newCondition();
    private boolean rung = true;
    private @Nullable RunState ended;

    private MlflowTracker(MlflowServer server, RunFolder run, Patience patience) {
        this.server = server;
        this.run = run;
        this.patience = patience;
        this.sender = new MlflowSender(server, run);
        this.thread = new Thread(this::work, "mlflow");
        thread.setDaemon(true);
    }

    static MlflowTracker start(MlflowServer server, RunFolder run) {
        return start(server, run, Patience.ORDINARY);
    }

    static MlflowTracker start(MlflowServer server, RunFolder run, Patience patience) {
        MlflowTracker tracker = new MlflowTracker(server, run, patience);
        tracker.thread.start();
        return tracker;
    }

    @Override
    public void metrics(RunLine line) {
        ring(null);
    }

    @Override
    public void end(RunState state) {
        ring(state);
        if (sender.isAnswering()) {
            try {
                thread.join(patience.atEnd().toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void ring(@Nullable RunState end) {
        lock.lock();
        try {
            rung = true;
            if (end != null) {
                ended = end;
            }
            bell.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        try (sender) {
            boolean warned = false;
            int failures = 0;
            Duration pause = patience.betweenSends();
            while (true) {
                @Nullable RunState end = awaitBell();
                try {
                    sender.send();
                    failures = 0;
                    pause = patience.betweenSends();
                    if (end != null) {
                        sender.end(end);
                        return;
                    }
                } catch (RuntimeException e) {
                    sender.failed();
                    if (!warned) {
                        warned = true;
                        warn(e);
                    }
                    failures++;
                    pause = retryAfter(failures);
                    if (end != null && failures >= patience.triesAtEnd()) {
                        return;
                    }
                    ring(null);
                }
                pause(pause);
            }
        } catch (InterruptedException e) {
            // nobody interrupts this thread but whoever ends the process
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable RunState awaitBell() throws InterruptedException {
        lock.lock();
        try {
            while (!rung) {
                bell.await();
            }
            rung = false;
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** Waits, but no longer than until the run ends. */
    private void pause(Duration length) throws InterruptedException {
        lock.lock();
        try {
            @Nullable RunState before = ended;
            long left = length.toNanos();
            while (left > 0 && ended == before) {
                left = bell.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private Duration retryAfter(int failures) {
        long doubled = patience.firstRetry().toMillis() << Math.min(failures - 1, 16);
        return Duration.ofMillis(Math.min(patience.longestRetry().toMillis(), doubled));
    }

    private void warn(RuntimeException e) {
        String sentence = MlflowSender.failure(server, e) + " The run goes on without it.";
        LOG.warn("{}", sentence);
        LOG.debug("of MLflow", e);
        try {
            RunWriter.log(run.path(), sentence);
        } catch (RuntimeException again) {
            LOG.debug("nor could that be noted", again);
        }
    }
}
