package org.t2workbench.app.job;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.t2workbench.app.staging.FrameTurns;

/** The window's runner: one compute thread, a few for input and output, all of them named daemons. */
public final class FxJobRunner implements JobRunner, AutoCloseable {

    private static final int IO_THREADS = 3;
    private static final int LEAVE_SECONDS = 5;

    private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    private final ExecutorService compute;
    private final ExecutorService io;
    private final ObservableList<JobHandle> jobs = FXCollections.observableArrayList();
    private final Consumer<Throwable> failureHandler;

    /** @param failureHandler hears, on the FX thread, of every failure that a job does not handle itself */
    public FxJobRunner(Consumer<Throwable> failureHandler) {
        this.failureHandler = failureHandler;
        this.compute = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, waiting, threads("compute"));
        this.io = Executors.newFixedThreadPool(IO_THREADS, threads("io"));
    }

    /** After closing, a job is cancelled before it starts. */
    @Override
    public JobHandle start(Job<?> job) {
        return begin(job);
    }

    private <T> JobHandle begin(Job<T> job) {
        JobHandle handle = new JobHandle(job);
        ExecutorService lane = job.lane() == Lane.COMPUTE ? compute : io;
        if (lane.isShutdown()) {
            handle.finished(JobState.CANCELLED);
            return handle;
        }
        jobs.add(handle);
        Runnable giveWay = job.lane() == Lane.COMPUTE ? this::runInterleaved : () -> {};
        lane.execute(new JobExecution<>(job, handle, ui(), jobs, failureHandler, giveWay));
        return handle;
    }

    /** Runs what may go before a long job's next step; everything else keeps its place. On the compute thread. */
    private void runInterleaved() {
        for (Runnable next : waiting) {
            if (next instanceof JobExecution<?> execution && execution.isInterleaved() && waiting.remove(next)) {
                execution.run();
            }
        }
    }

    @Override
    public ObservableList<JobHandle> jobs() {
        return jobs;
    }

    @Override
    public Executor ui() {
        return FrameTurns.ofWindow();
    }

    /** Asks every job to leave. FX thread only. */
    public void cancelAll() {
        jobs.forEach(handle -> handle.token().cancel());
    }

    /**
     * Runs the last action on the compute thread (the place where tensors are closed), and waits a moment for it. Any
     * thread.
     */
    public void close(Runnable lastOnCompute) {
        compute.execute(lastOnCompute);
        close();
    }

    @Override
    public void close() {
        compute.shutdown();
        io.shutdown();
        try {
            if (!compute.awaitTermination(LEAVE_SECONDS, TimeUnit.SECONDS)) {
                compute.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory threads(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
