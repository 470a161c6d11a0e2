package org.t2workbench.sandbox;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.task.CodeTrial;
import org.t2workbench.core.task.CodeVerdict;
import org.t2workbench.core.task.sandbox.Frames;

/**
 * The worker's main class. Arguments: processor time and clock time of a trial in milliseconds, bytes it may print.
 *
 * <p>While one trial runs, the Pythons of the next are made. A trial that outlasts its time is told to stop; one that
 * does not heed that ends the worker. The workbench ends the worker from outside should even that fail, and the worker
 * ends itself as soon as its standard input is closed.
 */
public final class Worker {

    /** Deep recursion reaches Python's own limit well before the end of this. */
    private static final long STACK_BYTES = 128L << 20;

    private static final int LOOK_MILLIS = 20;

    /** How long a trial that was told to stop may take to leave. */
    private static final long GRACE_MILLIS = 1000;

    /** Returns what it could do of what no program may do. */
    private static final String TRIES_THE_FORBIDDEN = """
            import os
            def reached():
                done = []
                for attempt in (lambda: open('/etc/hosts'), lambda: os.listdir('/'), lambda: open('written', 'w'),
                                lambda: open(os.path.dirname(os.__file__) + '/written.py', 'w'),
                                lambda: open(os.path.dirname(os.__file__) + '/../../../../../../../../../etc/hosts'),
                                lambda: __import__('java').type('java.lang.System')):
                    try:
                        attempt()
                        done.append(1)
                    except Exception:
                        pass
                return done
            """;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Pythons pythons;
    private final long cpuMillis;
    private final long wallMillis;
    private final ExecutorService preparation = Executors.newSingleThreadExecutor(task -> daemon(task, "next", 0));
    private FutureTask<Trial> next;

    private Worker(long cpuMillis, long wallMillis, int outputBytes) {
        this.cpuMillis = cpuMillis;
        this.wallMillis = wallMillis;
        pythons = new Pythons(outputBytes);
        next = prepare();
    }

    public static void main(String[] arguments) throws Exception {
        var in = new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
        var out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        // the streams are ours: nothing that runs here finds them by their usual names
        System.setIn(InputStream.nullInputStream());
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));

        BlockingQueue<Frames.Request> requests = new SynchronousQueue<>();
        daemon(() -> listen(in, requests), "requests", 0).start();
        try {
            var worker = new Worker(
                    Long.parseLong(arguments[0]), Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
            Optional<String> open = worker.whatIsOpen();
            if (open.isPresent()) {
                err.println(open.get());
                Runtime.getRuntime().halt(Frames.EXIT_NOT_CLOSED);
            }
            Frames.writeHello(out);
            while (true) {
                Frames.Request request = requests.take();
                Frames.writeVerdict(out, request.nonce(), worker.grade(request.trial()));
            }
        } catch (IOException | RuntimeException e) {
            err.println(e);
            Runtime.getRuntime().halt(1);
        }
    }

    /** Hands over trials; the end of the stream is the end of the workbench and of this process, whatever runs. */
    private static void listen(DataInputStream in, BlockingQueue<Frames.Request> requests) {
        try {
            while (true) {
                Optional<Frames.Request> request = Frames.readTrial(in);
                if (request.isEmpty()) {
                    break;
                }
                requests.put(request.get());
            }
        } catch (IOException | InterruptedException e) {
            // the same end
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }

    /** Tries the sandbox before it is used: what a right program gets, and what a few forbidden ones get. */
    private Optional<String> whatIsOpen() {
        CodeVerdict right = grade(new CodeTrial("def f(x):\n    return x + [1]", "assert f([2]) == [2, 1]"));
        if (!right.passed()) {
            return Optional.of("A right program failed: " + right.reason());
        }
        CodeVerdict closed = grade(new CodeTrial(TRIES_THE_FORBIDDEN, "assert reached() == []"));
        if (!closed.passed()) {
            return Optional.of("A program was not kept from what is forbidden: " + closed.reason());
        }
        CodeVerdict process = grade(new CodeTrial("def f():\n    return __import__('os').system('exit')", "f()"));
        if (process.passed()) {
            return Optional.of("A program could start a process.");
        }
        return Optional.empty();
    }

    private CodeVerdict grade(CodeTrial trial) {
        Trial pair = ready();
        next = prepare();
        var run = new FutureTask<>(() -> pair.run(trial));
        Thread thread = daemon(run, "trial", STACK_BYTES);
        thread.start();
        String stopped = waitFor(thread, pair);
        if (stopped != null) {
            daemon(pair::stop, "stop", 0).start();
            join(thread, GRACE_MILLIS);
            if (thread.isAlive()) {
                Runtime.getRuntime().halt(Frames.EXIT_OVERRUN);
            }
        }
        pair.close();
        try {
            CodeVerdict verdict = run.get();
            return stopped == null || verdict.passed() && !pair.printedTooMuch()
                    ? verdict
                    : new CodeVerdict(false, stopped);
        } catch (Exception e) {
            return new CodeVerdict(false, stopped != null ? stopped : "it failed: " + e.getMessage());
        }
    }

    /** Null when the trial ended by itself, or else why it has to be stopped. */
    private @Nullable String waitFor(Thread thread, Trial pair) {
        long start = System.nanoTime();
        while (thread.isAlive()) {
            join(thread, LOOK_MILLIS);
            long wall = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            long cpu = TimeUnit.NANOSECONDS.toMillis(THREADS.getThreadCpuTime(thread.getId()));
            if (pair.printedTooMuch()) {
                return "it printed too much";
            }
            if (cpu > cpuMillis || wall > wallMillis) {
                return "it took longer than " + (cpu > cpuMillis ? cpuMillis : wallMillis) / 1000.0 + " s";
            }
        }
        return pair.printedTooMuch() ? "it printed too much" : null;
    }

    private FutureTask<Trial> prepare() {
        var task = new FutureTask<>(() -> new Trial(pythons));
        preparation.execute(task);
        return task;
    }

    private Trial ready() {
        try {
            return next.get();
        } catch (Exception e) {
            throw new IllegalStateException("no Python could be made: " + e.getMessage(), e);
        }
    }

    private static void join(Thread thread, long millis) {
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            // nothing here interrupts the main thread
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable task, String name, long stackBytes) {
        var thread = new Thread(null, task, name, stackBytes);
        thread.setDaemon(true);
        return thread;
    }
}
