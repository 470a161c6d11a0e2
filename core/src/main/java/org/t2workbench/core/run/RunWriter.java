package org.t2workbench.core.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.InvalidInputException;

/**
 * The one writer of a run folder. What a method has written is on the disk when it returns, so that the run survives a
 * kill at any moment; {@link #resume} then puts the folder back to the moment of its last whole checkpoint: later lines,
 * later checkpoints and a later best expert are taken away, because the iterations that made them run again.
 *
 * <p>For one thread at a time. Whoever creates it closes it; closing does not end the run.
 */
public final class RunWriter implements AutoCloseable {

    /** The best expert as it was at a checkpoint, kept inside it. */
    private static final String EXPERT_AT_CHECKPOINT = "best-" + RunFolder.EXPERT;

    private final RunFolder run;
    private final RunLock lock;
    private final LineFile metrics;
    private final LineFile rollouts;
    private final CheckpointFolder checkpoints;
    private final Optional<Checkpoint> resumedFrom;
    private final RunObservers observers;
    private final TrajectoryFolder trajectory;
    private boolean finished;
    private long lastMetrics;
    private long lastRollouts;

    private RunWriter(
            RunFolder run,
            RunLock lock,
            CheckpointFolder checkpoints,
            Optional<Checkpoint> resumedFrom,
            LineFile metrics,
            LineFile rollouts,
            RunObservers observers) {
        this.run = run;
        this.lock = lock;
        this.checkpoints = checkpoints;
        this.resumedFrom = resumedFrom;
        this.lastMetrics = resumedFrom.map(Checkpoint::iteration).orElse(-1L);
        this.lastRollouts = lastMetrics;
        this.metrics = metrics;
        this.rollouts = rollouts;
        this.observers = observers;
        this.trajectory = new TrajectoryFolder(run.path().resolve(RunFolder.TRAJECTORY));
        this.finished = resumedFrom.map(Checkpoint::finished).orElse(false);
    }

    private static RunWriter open(
            RunFolder run,
            RunLock lock,
            CheckpointFolder checkpoints,
            Optional<Checkpoint> resumedFrom,
            List<RunObserver.Opener> observers) {
        markOpen(run.path());
        LineFile metrics = LineFile.append(run.path().resolve(RunFolder.METRICS));
        boolean open = false;
        try {
            LineFile rollouts = LineFile.append(run.path().resolve(RunFolder.ROLLOUTS));
            open = true;
            return new RunWriter(
                    run,
                    lock,
                    checkpoints,
                    resumedFrom,
                    metrics,
                    rollouts,
                    RunObservers.open(run, observers, sentence -> log(run.path(), sentence)));
        } finally {
            if (!open) {
                metrics.close();
            }
        }
    }

    /**
     * Starts a run in a folder that is new or empty.
     *
     * @throws InvalidInputException when the folder holds anything
     * @throws org.t2workbench.core.job.OutOfResourcesException when it cannot be written
     */
    public static RunWriter create(Path path, RunConfig config) {
        return create(path, config, RunObservers.ofThisProcess());
    }

    /** As {@link #create(Path, RunConfig)}, heard by the given observers alone. */
    public static RunWriter create(Path path, RunConfig config, List<RunObserver.Opener> observers) {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw AtomicFile.failure(path, e);
        }
        RunLock lock = RunLock.take(path);
        boolean open = false;
        try {
            refuseUnlessEmpty(path);
            RunJson.write(path.resolve(RunFolder.CONFIG), config);
            log(path, "created");
            RunWriter writer = open(
                    new RunFolder(path, config),
                    lock,
                    new CheckpointFolder(path.resolve(RunFolder.CHECKPOINTS)),
                    Optional.empty(),
                    observers);
            open = true;
            return writer;
        } finally {
            if (!open) {
                lock.close();
            }
        }
    }

    /**
     * Goes on with a run from its newest whole checkpoint, or from its start when it never reached one.
     *
     * @throws InvalidInputException when there is no run, it is of a newer version, it has a writer, or none of its
     *     checkpoints is whole
     */
    public static RunWriter resume(Path path) {
        return resume(path, RunObservers.ofThisProcess());
    }

    /** As {@link #resume(Path)}, heard by the given observers alone. */
    public static RunWriter resume(Path path, List<RunObserver.Opener> observers) {
        RunFolder run = RunFolder.open(path);
        RunLock lock = RunLock.take(path);
        boolean open = false;
        try {
            List<String> damage = new ArrayList<>();
            CheckpointFolder checkpoints = new CheckpointFolder(path.resolve(RunFolder.CHECKPOINTS));
            Optional<Checkpoint> from = checkpoints.newestWhole(damage::add);
            long iteration = from.map(Checkpoint::iteration).orElse(-1L);
            LineFile.truncateAfter(path.resolve(RunFolder.METRICS), iteration);
            LineFile.truncateAfter(path.resolve(RunFolder.ROLLOUTS), iteration);
            restoreExpert(path, from);
            checkpoints.removeAfter(iteration);
            new TrajectoryFolder(path.resolve(RunFolder.TRAJECTORY)).removeAfter(iteration);
            damage.forEach(sentence -> log(path, "checkpoint passed over: " + sentence));
            log(path, from.isPresent() ? "resumed after iteration " + iteration : "resumed from the start");
            RunWriter writer = open(run, lock, checkpoints, from, observers);
            open = true;
            return writer;
        } finally {
            if (!open) {
                lock.close();
            }
        }
    }

    /** The folder, for reading. */
    public RunFolder run() {
        return run;
    }

    /** What the run goes on from; empty for a run at its start. */
    public Optional<Checkpoint> resumedFrom() {
        return resumedFrom;
    }

    /**
     * Appends the one line of an iteration.
     *
     * @param iteration after that of the line before
     * @param values figures that every machine would get; a NaN or an infinity is written as null
     * @param machine times, rates, memory
     */
    public void appendMetrics(long iteration, Map<String, ?> values, Map<String, ?> machine) {
        if (iteration <= lastMetrics) {
            throw new IllegalArgumentException(
                    "Iteration " + iteration + " cannot follow iteration " + lastMetrics + ".");
        }
        RunLine line = new RunLine(iteration, JsonValues.freeze(values), JsonValues.freeze(machine));
        metrics.append(List.of(RunJson.toLine(line)));
        lastMetrics = iteration;
        observers.metrics(line);
    }

    /**
     * Appends what the model answered in an iteration, all of it or nothing.
     *
     * @param iteration not before that of the lines before
     */
    public void appendRollouts(long iteration, List<? extends Map<String, ?>> answers) {
        if (iteration < lastRollouts) {
            throw new IllegalArgumentException(
                    "Iteration " + iteration + " cannot follow iteration " + lastRollouts + ".");
        }
        List<String> lines = new ArrayList<>(answers.size());
        for (Map<String, ?> answer : answers) {
            lines.add(RunJson.toLine(new RunLine(iteration, JsonValues.freeze(answer), Map.of())));
        }
        rollouts.append(lines);
        lastRollouts = iteration;
    }

    /**
     * Keeps the best expert so far, in place of the one before.
     *
     * @param body writes the file's content
     */
    public void saveExpert(AtomicFile.ChannelBody body) {
        AtomicFile.write(run.path().resolve(RunFolder.EXPERT), body);
    }

    /**
     * Keeps the expert as it is at this iteration, beside earlier ones. Of a long run the iterations that are no multiple
     * of a growing step are taken away again, so that a few dozen are left whose distances are equal.
     *
     * @param iteration the one whose expert it is; the state it can go on from is made afterwards
     * @param every the distance of the first ones
     * @param body writes the file's content
     */
    public void keepOnTheWay(long iteration, long every, AtomicFile.ChannelBody body) {
        trajectory.keep(iteration, every, body);
    }

    /**
     * Makes a state from which the run can go on. The lines of the iteration are appended before.
     *
     * @param iteration the last one it contains
     * @param finished whether the run has reached its end
     * @param body writes the state's files into the folder it is given
     */
    public Checkpoint saveCheckpoint(long iteration, boolean finished, FolderWriter body) {
        Checkpoint written = checkpoints.write(iteration, finished, folder -> {
            body.writeTo(folder);
            Optional<Path> expert = run.expert();
            if (expert.isPresent()) {
                Files.copy(expert.get(), folder.resolve(EXPERT_AT_CHECKPOINT), StandardCopyOption.REPLACE_EXISTING);
            }
        });
        this.finished = finished;
        return written;
    }

    /** Appends a sentence to log.txt, with the time. */
    public void log(String sentence) {
        log(run.path(), sentence);
    }

    static void log(Path path, String sentence) {
        Path file = path.resolve(RunFolder.LOG);
        String line = Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + sentence + "\n";
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw AtomicFile.failure(file, e);
        }
    }

    @Override
    public void close() {
        try {
            metrics.close();
        } finally {
            try {
                rollouts.close();
            } finally {
                try {
                    observers.end(finished ? RunState.FINISHED : RunState.STOPPED);
                } finally {
                    endOpen();
                }
            }
        }
    }

    private void endOpen() {
        try {
            Files.deleteIfExists(run.path().resolve(RunFolder.OPEN));
        } catch (IOException e) {
            throw AtomicFile.failure(run.path(), e);
        } finally {
            lock.close();
        }
    }

    private static void markOpen(Path path) {
        Path file = path.resolve(RunFolder.OPEN);
        try {
            Files.write(file, new byte[0]);
        } catch (IOException e) {
            throw AtomicFile.failure(file, e);
        }
    }

    private static void restoreExpert(Path path, Optional<Checkpoint> from) {
        Path expert = path.resolve(RunFolder.EXPERT);
        Optional<Path> kept =
                from.map(checkpoint -> checkpoint.file(EXPERT_AT_CHECKPOINT)).filter(Files::isRegularFile);
        if (kept.isPresent()) {
            AtomicFile.writeStream(expert, out -> Files.copy(kept.get(), out));
            return;
        }
        try {
            Files.deleteIfExists(expert);
        } catch (IOException e) {
            throw AtomicFile.failure(expert, e);
        }
    }

    /** The lock's own file does not count. */
    private static void refuseUnlessEmpty(Path path) {
        try (Stream<Path> children = Files.list(path)) {
            Optional<Path> occupant =
                    children.filter(child -> !RunLock.isLockFile(child)).findFirst();
            if (occupant.isPresent()) {
                throw new InvalidInputException(
                        path + " is not empty (it holds " + occupant.get().getFileName()
                                + "); choose a new folder, or resume the run if it holds one.",
                        path);
            }
        } catch (IOException e) {
            throw new InvalidInputException("Cannot read " + path + ": " + e.getMessage() + ".", path, e);
        }
    }
}
