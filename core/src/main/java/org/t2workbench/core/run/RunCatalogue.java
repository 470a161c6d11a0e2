package org.t2workbench.core.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.WorkbenchException;

/**
 * The list of all runs, kept up to date: a look reads only what changed since the one before, so that it can be taken
 * every second. A folder that cannot be read is in the list with the sentence that says why. Safe from any thread.
 */
public final class RunCatalogue {

    private final RunRegistry registry;
    private Map<Path, Entry> entries = new HashMap<>();

    public RunCatalogue(RunRegistry registry) {
        this.registry = registry;
    }

    /** Every run, newest first; what cannot be dated comes last. */
    public synchronized List<RunSummary> look() {
        List<RunSummary> all = new ArrayList<>();
        Map<Path, Entry> kept = new HashMap<>();
        List<WorkbenchException> problems = new ArrayList<>();
        for (Path folder : registry.folders(problems::add)) {
            if (isRunOrWasOne(folder)) {
                Entry entry = entries.getOrDefault(folder, new Entry(folder));
                kept.put(folder, entry);
                all.add(entry.look());
            }
        }
        for (WorkbenchException problem : problems) {
            Path file = problem.file();
            all.add(damaged(file == null ? Path.of("") : file, String.valueOf(problem.getMessage())));
        }
        entries = kept;
        all.sort(Comparator.comparing((RunSummary run) -> run.started().orElse(Instant.MIN))
                .reversed()
                .thenComparing(RunSummary::path));
        return List.copyOf(all);
    }

    /** An empty folder is one that a run is about to fill; a folder that is gone may be on a disk that comes back. */
    private static boolean isRunOrWasOne(Path folder) {
        return RunFolder.isRun(folder)
                || Files.isDirectory(folder.resolve(RunFolder.CHECKPOINTS))
                || Files.exists(folder.resolve(RunFolder.METRICS))
                || Files.exists(folder.resolve(RunFolder.LOG));
    }

    private static RunSummary damaged(Path path, String problem) {
        return new RunSummary(
                path,
                Objects.toString(path.getFileName(), ""),
                "",
                "",
                "",
                "",
                RunState.DAMAGED,
                OptionalDouble.empty(),
                0,
                OptionalLong.empty(),
                Optional.empty(),
                Duration.ZERO,
                false,
                "",
                problem);
    }

    /** What is remembered of one run between two looks. */
    private static final class Entry {

        private final Path folder;
        private final LineTail metrics;
        private @Nullable Object configSeen;
        private @Nullable RunFolder run;
        private String configProblem = "";
        private OptionalDouble best = OptionalDouble.empty();
        private long iterations;
        private double seconds;

        Entry(Path folder) {
            this.folder = folder;
            this.metrics = new LineTail(folder.resolve(RunFolder.METRICS));
        }

        RunSummary look() {
            readConfig();
            RunFolder read = run;
            if (read == null) {
                return damaged(folder, configProblem);
            }
            String problem = "";
            RunState state = read.state();
            String notes = "";
            try {
                readMetrics();
                notes = read.notes();
            } catch (InvalidInputException e) {
                problem = String.valueOf(e.getMessage());
            }
            RunConfig config = read.config();
            Map<String, String> settings = Settings.flat(config.config());
            return new RunSummary(
                    folder,
                    Objects.toString(folder.getFileName(), ""),
                    config.kind(),
                    settings.getOrDefault("task", ""),
                    settings.getOrDefault("model", ""),
                    method(settings),
                    problem.isEmpty() || state == RunState.RUNNING ? state : RunState.DAMAGED,
                    best,
                    iterations,
                    number(settings.getOrDefault("iterations", settings.getOrDefault("steps", ""))),
                    Optional.of(RunClock.created(read)),
                    Duration.ofMillis(Math.round(seconds * 1000)),
                    read.trained().isPresent(),
                    notes,
                    problem);
        }

        private void readConfig() {
            Object now = stamp(folder.resolve(RunFolder.CONFIG));
            if (now.equals(configSeen)) {
                return;
            }
            configSeen = now;
            try {
                run = RunFolder.open(folder);
                configProblem = "";
            } catch (InvalidInputException e) {
                run = null;
                configProblem = String.valueOf(e.getMessage());
            }
        }

        private void readMetrics() {
            LineTail.Look look;
            do {
                look = metrics.look();
                if (look.restarted()) {
                    best = OptionalDouble.empty();
                    iterations = 0;
                    seconds = 0;
                }
                for (RunLine line : look.lines()) {
                    iterations = line.iteration();
                    seconds += RunClock.secondsOf(line);
                    if (line.values().get("best") instanceof Number number) {
                        best = OptionalDouble.of(number.doubleValue());
                    }
                }
            } while (look.more());
        }

        private static String method(Map<String, String> settings) {
            List<String> words = new ArrayList<>();
            for (String key : List.of("method", "adapter", "parametrisation", "matrices")) {
                String word = settings.getOrDefault(key, "");
                if (!word.isEmpty()) {
                    words.add(word);
                }
            }
            return String.join(" · ", words);
        }

        private static OptionalLong number(String text) {
            try {
                return OptionalLong.of(Long.parseLong(text));
            } catch (NumberFormatException e) {
                return OptionalLong.empty();
            }
        }

        private static Object stamp(Path file) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return List.of(attributes.size(), attributes.lastModifiedTime());
            } catch (IOException e) {
                return "missing";
            }
        }
    }
}
