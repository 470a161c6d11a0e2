package org.t2workbench.core.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.InvalidInputException;

/**
 * A run as it lies on the disk, for reading; another process may be writing to it meanwhile.
 *
 * <pre>
 *   run.json            what was asked, written once
 *   metrics.jsonl       one line an iteration
 *   rollouts.jsonl      what the model answered and what it got for it
 *   checkpoints/        where the run can go on, the last two
 *   trajectory/         the expert as it was on the way, a few dozen times at most
 *   expert.safetensors  the best by validation so far
 *   log.txt             what happened, for people
 *   notes.txt           what people noted about it, when they did
 *   tensorboard/        the metrics as an event file
 * </pre>
 *
 * Immutable; safe from any thread.
 */
public final class RunFolder {

    private static final int LONGEST_NOTES = 1 << 20;

    static final String CONFIG = "run.json";
    static final String METRICS = "metrics.jsonl";
    static final String ROLLOUTS = "rollouts.jsonl";
    static final String CHECKPOINTS = "checkpoints";
    static final String TRAJECTORY = "trajectory";
    static final String EXPERT = "expert.safetensors";

    private static final String ADAPTER = "adapter";
    static final String LOG = "log.txt";
    static final String NOTES = "notes.txt";
    /** Is there while a process writes; left behind by one that was killed. */
    static final String OPEN = "run.open";

    private final Path path;
    private final RunConfig config;

    RunFolder(Path path, RunConfig config) {
        this.path = path;
        this.config = config;
    }

    /**
     * @throws InvalidInputException when there is no run, its run.json is malformed, or it was written by a newer
     *     version
     */
    public static RunFolder open(Path path) {
        Path file = path.resolve(CONFIG);
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException("There is no run in " + path + ": it has no " + CONFIG + ".", path);
        }
        return new RunFolder(path, RunJson.read(file, RunConfig.class, "run", RunConfig.FORMAT_VERSION));
    }

    /** Whether the folder holds a run, readable or not. */
    public static boolean isRun(Path path) {
        return Files.isRegularFile(path.resolve(CONFIG));
    }

    public Path path() {
        return path;
    }

    public RunConfig config() {
        return config;
    }

    /** Every complete line of metrics.jsonl, in order of iteration. */
    public List<RunLine> metrics() {
        return read(METRICS);
    }

    /** The last complete line of metrics.jsonl. */
    public Optional<RunLine> lastMetrics() {
        List<RunLine> lines = metrics();
        return lines.isEmpty() ? Optional.empty() : Optional.of(lines.get(lines.size() - 1));
    }

    /**
     * Every complete line of rollouts.jsonl, in order, one at a time: the file may be larger than the memory.
     *
     * @param visitor says whether it wants more
     */
    public void rollouts(Predicate<RunLine> visitor) {
        LineFile.read(path.resolve(ROLLOUTS), visitor);
    }

    /** The best expert by validation, when one was kept. */
    public Optional<Path> expert() {
        Path file = path.resolve(EXPERT);
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /** What was trained, the best by validation: the expert file, or a folder in PEFT's layout for LoRA and IA3. */
    public Optional<Path> trained() {
        return expert().or(() -> Optional.of(adapter()).filter(Files::isDirectory));
    }

    /** The expert as it was on the way, from the start to where the run stands; empty for a run that keeps none. */
    public List<Snapshot> trajectory() {
        return new TrajectoryFolder(path.resolve(TRAJECTORY)).list();
    }

    /** Where an adapter in PEFT's layout lies in this run; it need not exist. */
    public Path adapter() {
        return path.resolve(ADAPTER);
    }

    public RunState state() {
        return stateOf(path);
    }

    static RunState stateOf(Path path) {
        boolean open = Files.exists(path.resolve(OPEN));
        // a lock is only tried where a writer is likely: trying takes it for a moment
        if (open && RunLock.isHeld(path)) {
            return RunState.RUNNING;
        }
        if (new CheckpointFolder(path.resolve(CHECKPOINTS)).saysFinished()) {
            return RunState.FINISHED;
        }
        return open ? RunState.KILLED : RunState.STOPPED;
    }

    /**
     * What people noted about the run; empty when nothing.
     *
     * @throws InvalidInputException when the file is longer than {@value #LONGEST_NOTES} bytes or cannot be read
     */
    public String notes() {
        Path file = path.resolve(NOTES);
        try {
            if (!Files.isRegularFile(file)) {
                return "";
            }
            if (Files.size(file) > LONGEST_NOTES) {
                throw new InvalidInputException(file + " is too long for notes; shorten it outside.", file);
            }
            // what is not UTF-8 is replaced, not refused
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InvalidInputException("Cannot read " + file + ": " + e.getMessage() + ".", file, e);
        }
    }

    /**
     * Replaces the notes, whole or not at all; an empty text takes the file away. Also while the run is written.
     *
     * @throws org.t2workbench.core.job.OutOfResourcesException when the disk is full, read-only or fails
     */
    public void writeNotes(String text) {
        Path file = path.resolve(NOTES);
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_NOTES) {
            throw new InvalidInputException(
                    "The notes are longer than " + (LONGEST_NOTES >> 10) + " KB; shorten them.", file);
        }
        if (!text.isEmpty()) {
            AtomicFile.writeText(file, text);
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw AtomicFile.failure(file, e);
        }
    }

    /** The last lines of log.txt; empty where there is none. */
    public List<String> log(int lines) {
        Path file = path.resolve(LOG);
        try (Stream<String> all =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)).lines()) {
            List<String> read = all.toList();
            return List.copyOf(read.subList(Math.max(0, read.size() - lines), read.size()));
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private List<RunLine> read(String name) {
        List<RunLine> lines = new ArrayList<>();
        LineFile.read(path.resolve(name), line -> {
            lines.add(line);
            return true;
        });
        return List.copyOf(lines);
    }
}
