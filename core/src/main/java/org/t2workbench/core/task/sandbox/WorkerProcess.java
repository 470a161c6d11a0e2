package org.t2workbench.core.task.sandbox;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.core.job.OutOfResourcesException;
import org.t2workbench.core.task.CodeTrial;
import org.t2workbench.core.task.CodeVerdict;

/**
 * One child process that runs trials, one at a time. It gets no environment, runs in an empty folder of its own, and is
 * killed when a trial outlasts its time, which also ends any read or write that waits for it. Used by one thread at a
 * time; {@link #kill} is safe from any.
 */
final class WorkerProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

    /** The first start unpacks Python's library to the user's cache. */
    private static final Duration START = Duration.ofMinutes(3);

    private static final Duration EXIT = Duration.ofSeconds(5);

    private static final int KEPT_STDERR = 2000;

    private static final SecureRandom RANDOM = new SecureRandom();

    /** How a trial ended when the worker did not live to say. */
    enum End {
        OVERRUN,
        OUT_OF_MEMORY,
        DIED
    }

    /** A verdict, or how the worker ended; exactly one of the two. */
    record Outcome(@Nullable CodeVerdict verdict, @Nullable End end) {}

    private final Process process;
    private final Path folder;
    private final DataOutputStream toWorker;
    private final DataInputStream fromWorker;
    private final ScheduledExecutorService clock;
    private final Duration limit;
    private final StringBuilder stderr = new StringBuilder();
    private volatile boolean overran;
    private volatile boolean killed;
    private int trials;

    private WorkerProcess(Process process, Path folder, ScheduledExecutorService clock, Duration limit) {
        this.process = process;
        this.folder = folder;
        this.clock = clock;
        this.limit = limit;
        toWorker = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        fromWorker = new DataInputStream(new BufferedInputStream(process.getInputStream()));
        var reader = new Thread(this::keepTheEndOfStderr, "sandbox-stderr");
        reader.setDaemon(true);
        reader.start();
    }

    /** What to start in a worker's folder. */
    @FunctionalInterface
    interface Command {
        List<String> in(Path folder);
    }

    /**
     * Blocks until the worker has checked itself.
     *
     * @param limit time by the clock of one trial, after which the process is killed
     * @param clock kills it
     * @throws OutOfResourcesException when it does not start
     */
    static WorkerProcess start(Command command, Duration limit, ScheduledExecutorService clock) {
        WorkerProcess worker = launch(command, limit, clock);
        ScheduledFuture<?> killer = worker.killAfter(START);
        try {
            Frames.readHello(worker.fromWorker);
            return worker;
        } catch (IOException e) {
            String reason = worker.reasonOfNotStarting(e);
            worker.close();
            throw new OutOfResourcesException(
                    "Generated code cannot be run: the sandbox did not start (" + reason + ").", null, e);
        } finally {
            killer.cancel(false);
        }
    }

    private static WorkerProcess launch(Command command, Duration limit, ScheduledExecutorService clock) {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("t2-sandbox");
            ProcessBuilder builder = new ProcessBuilder(command.in(folder)).directory(folder.toFile());
            keepOnlyWhatTheSystemNeeds(builder.environment());
            return new WorkerProcess(builder.start(), folder, clock, limit);
        } catch (IOException e) {
            if (folder != null) {
                delete(folder);
            }
            throw new OutOfResourcesException(
                    "Generated code cannot be run: the sandbox's process could not be started (" + e.getMessage()
                            + ").",
                    folder,
                    e);
        }
    }

    private static void keepOnlyWhatTheSystemNeeds(Map<String, String> environment) {
        // without it a Java process on Windows has no random numbers
        environment.keySet().removeIf(name -> !name.equalsIgnoreCase("SystemRoot"));
    }

    /** Whether it has run nothing yet, so that no earlier program can have weakened it. */
    boolean isFresh() {
        return trials == 0;
    }

    int trials() {
        return trials;
    }

    /** Blocks until there is a verdict or the worker is gone; after an {@link End} it is of no more use. */
    Outcome run(CodeTrial trial) {
        byte[] program = trial.program().getBytes(StandardCharsets.UTF_8);
        byte[] tests = trial.tests().getBytes(StandardCharsets.UTF_8);
        if (program.length > Frames.MAX_TEXT_BYTES || tests.length > Frames.MAX_TEXT_BYTES) {
            return new Outcome(new CodeVerdict(false, "the program or its tests are too long"), null);
        }
        byte[] nonce = new byte[Frames.NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        ScheduledFuture<?> killer = killAfter(limit);
        try {
            Frames.writeTrial(toWorker, nonce, program, tests);
            return new Outcome(Frames.readVerdict(fromWorker, nonce), null);
        } catch (IOException e) {
            LOG.debug("a sandbox worker ended in a trial", e);
            return new Outcome(null, end());
        } finally {
            trials++;
            killer.cancel(false);
        }
    }

    private ScheduledFuture<?> killAfter(Duration time) {
        return clock.schedule(
                () -> {
                    overran = true;
                    process.destroyForcibly();
                },
                time.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private End end() {
        int exit = exitCode();
        if (overran || exit == Frames.EXIT_OVERRUN) {
            return End.OVERRUN;
        }
        return exit == Frames.EXIT_OUT_OF_MEMORY ? End.OUT_OF_MEMORY : End.DIED;
    }

    /** Its exit code; a worker that closed its stream and lives on is killed. */
    private int exitCode() {
        try {
            if (!process.waitFor(1, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                process.waitFor(EXIT.toMillis(), TimeUnit.MILLISECONDS);
            }
            return process.isAlive() ? -1 : process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private String reasonOfNotStarting(IOException cause) {
        int exit = exitCode();
        if (overran) {
            return "it was not ready after " + START.toSeconds() + " s";
        }
        if (exit == Frames.EXIT_NOT_CLOSED) {
            return "its Python reached something outside, so it refused";
        }
        synchronized (stderr) {
            String said = stderr.toString().strip();
            return said.isEmpty() ? "exit code " + exit + ", " + cause.getMessage() : firstLine(said);
        }
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return (end < 0 ? text : text.substring(0, end)).strip();
    }

    private void keepTheEndOfStderr() {
        byte[] buffer = new byte[4096];
        try (InputStream in = process.getErrorStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                synchronized (stderr) {
                    stderr.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                    stderr.delete(0, Math.max(0, stderr.length() - KEPT_STDERR));
                }
            }
        } catch (IOException e) {
            LOG.debug("a sandbox worker's error stream ended", e);
        }
    }

    boolean isAlive() {
        return process.isAlive() && !killed && !overran;
    }

    /** Ends it at once; whoever waits for it comes back. */
    void kill() {
        killed = true;
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
        try {
            process.waitFor(EXIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        delete(folder);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("could not remove {}", folder, e);
        }
    }
}
