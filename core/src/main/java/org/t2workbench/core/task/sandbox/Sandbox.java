package org.t2workbench.core.task.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.OutOfResourcesException;
import org.t2workbench.core.task.CodeRunner;
import org.t2workbench.core.task.CodeTrial;
import org.t2workbench.core.task.CodeVerdict;

/**
 * A pool of warm workers that try generated programs. Workers start with the first trial and stay until the sandbox is
 * closed or one is lost; a lost one is replaced and costs its own trial only. Safe from any thread.
 *
 * <p>What a program does to its worker counts against that program alone: when a worker that ran others before dies in
 * a trial, the trial is repeated once in a fresh one, and only what dies there is wrong.
 */
public final class Sandbox implements CodeRunner {

    /** A worker is replaced after so many trials, so that what its virtual machine keeps cannot pile up. */
    private static final int TRIALS_PER_WORKER = 2000;

    /** On top of a trial's own time, before its worker is killed: to make it ready, to ask it to stop, to reply. */
    private static final Duration ALLOWANCE = Duration.ofSeconds(8);

    private static final int POLL_MILLIS = 50;

    private final WorkerProcess.Command command;
    private final SandboxLimits limits;
    private final Duration killAfter;
    private final ExecutorService threads;
    private final ScheduledExecutorService clock;
    private final ConcurrentLinkedDeque<WorkerProcess> idle = new ConcurrentLinkedDeque<>();
    private final Set<WorkerProcess> living = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Sandbox(WorkerProcess.Command command, SandboxLimits limits, Duration allowance) {
        this.command = command;
        this.limits = limits;
        killAfter = limits.wallTime().plus(allowance);
        threads = Executors.newFixedThreadPool(limits.workers(), daemons("sandbox"));
        clock = Executors.newSingleThreadScheduledExecutor(daemons("sandbox-clock"));
    }

    /**
     * The sandbox that is installed on this machine. Nothing is started yet.
     *
     * @throws OutOfResourcesException when it is not installed; the message says how to
     */
    public static Sandbox open(SandboxLimits limits) {
        SandboxInstall install = SandboxInstall.find();
        return new Sandbox(folder -> install.command(limits, folder), limits, ALLOWANCE);
    }

    /** One call's trials, so that cancelling it ends its workers and no others. */
    private static final class Batch {
        final Set<WorkerProcess> running = ConcurrentHashMap.newKeySet();
        volatile boolean stopped;

        void stop() {
            stopped = true;
            running.forEach(WorkerProcess::kill);
        }
    }

    @Override
    public List<CodeVerdict> run(List<CodeTrial> trials, CancellationToken token) {
        token.throwIfCancelled();
        var batch = new Batch();
        List<Future<CodeVerdict>> futures = new ArrayList<>();
        try {
            for (CodeTrial trial : trials) {
                futures.add(threads.submit(() -> grade(trial, batch)));
            }
            List<CodeVerdict> verdicts = new ArrayList<>();
            for (Future<CodeVerdict> future : futures) {
                verdicts.add(await(future, token));
            }
            return List.copyOf(verdicts);
        } catch (RejectedExecutionException e) {
            throw new CancelledException();
        } finally {
            // after success there is nothing left to stop
            futures.forEach(future -> future.cancel(false));
            batch.stop();
        }
    }

    private CodeVerdict await(Future<CodeVerdict> future, CancellationToken token) {
        while (true) {
            token.throwIfCancelled();
            if (closed && !future.isDone()) {
                throw new CancelledException();
            }
            try {
                return future.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                continue;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancelledException();
            }
        }
    }

    private CodeVerdict grade(CodeTrial trial, Batch batch) {
        WorkerProcess worker = idleOrNew();
        boolean fresh = worker.isFresh();
        WorkerProcess.Outcome outcome = attempt(worker, trial, batch);
        if (outcome.end() == WorkerProcess.End.DIED || outcome.end() == WorkerProcess.End.OUT_OF_MEMORY) {
            if (!fresh) {
                outcome = attempt(start(), trial, batch);
            }
        }
        CodeVerdict verdict = outcome.verdict();
        return verdict != null ? verdict : new CodeVerdict(false, reason(Objects.requireNonNull(outcome.end())));
    }

    private WorkerProcess.Outcome attempt(WorkerProcess worker, CodeTrial trial, Batch batch) {
        batch.running.add(worker);
        try {
            if (batch.stopped || closed) {
                throw new CancelledException();
            }
            WorkerProcess.Outcome outcome = worker.run(trial);
            if (outcome.end() != null && (batch.stopped || closed)) {
                throw new CancelledException();
            }
            return outcome;
        } finally {
            batch.running.remove(worker);
            giveBack(worker);
        }
    }

    private WorkerProcess idleOrNew() {
        for (WorkerProcess worker = idle.poll(); worker != null; worker = idle.poll()) {
            if (worker.isAlive()) {
                return worker;
            }
            retire(worker);
        }
        return start();
    }

    private WorkerProcess start() {
        if (closed) {
            throw new CancelledException();
        }
        WorkerProcess worker = WorkerProcess.start(command, killAfter, clock);
        living.add(worker);
        if (closed) {
            retire(worker);
            throw new CancelledException();
        }
        return worker;
    }

    private void giveBack(WorkerProcess worker) {
        if (worker.isAlive() && !closed && worker.trials() < TRIALS_PER_WORKER) {
            idle.push(worker);
        } else {
            retire(worker);
        }
    }

    private void retire(WorkerProcess worker) {
        living.remove(worker);
        worker.close();
    }

    private String reason(WorkerProcess.End end) {
        return switch (end) {
            case OVERRUN -> "it took longer than " + limits.wallTime().toSeconds() + " s and was ended";
            case OUT_OF_MEMORY -> "it needed more than " + limits.memoryMegabytes() + " MB";
            case DIED -> "it brought its process down";
        };
    }

    /** Ends every worker at once; calls that still wait are cancelled. */
    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
        living.forEach(WorkerProcess::kill);
        try {
            threads.awaitTermination(POLL_MILLIS * 100L, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        clock.shutdownNow();
        List.copyOf(living).forEach(this::retire);
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            var thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
