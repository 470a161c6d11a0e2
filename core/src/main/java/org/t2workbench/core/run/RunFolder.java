package org.t2workbench.core.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.t2workbench.core.job.InvalidInputException;

/**
 * A run as it lies on the disk, for reading; another process may be writing to it meanwhile.
 *
 * <pre>
 *   run.json            what was asked, written once
 *   metrics.jsonl       one line an iteration
 *   rollouts.jsonl      what the model answered and what it got for it
 *   checkpoints/        where the run can go on, the last two
 *   expert.safetensors  the best by validation so far
 *   log.txt             what happened, for people
 * </pre>
 *
 * Immutable; safe from any thread.
 */
public final class RunFolder {

    static final String CONFIG = "run.json";
    static final String METRICS = "metrics.jsonl";
    static final String ROLLOUTS = "rollouts.jsonl";
    static final String CHECKPOINTS = "checkpoints";
    static final String EXPERT = "expert.safetensors";
    static final String LOG = "log.txt";

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

    public RunState state() {
        if (RunLock.isHeld(path)) {
            return RunState.RUNNING;
        }
        return new CheckpointFolder(path.resolve(CHECKPOINTS)).saysFinished() ? RunState.FINISHED : RunState.STOPPED;
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
