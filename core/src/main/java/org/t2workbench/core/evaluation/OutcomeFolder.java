package org.t2workbench.core.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.run.LineFile;
import org.t2workbench.core.run.RunLine;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskItem;

/**
 * Keeps what an evaluation has done so far, so that one that was killed goes on: {@code configuration.json}, written before
 * the split is opened, and an outcome file for each row of each task, flushed after every batch. Without a folder nothing
 * is kept.
 */
final class OutcomeFolder {

    static final String CONFIGURATION = "configuration.json";
    private static final String OUTCOMES = "outcomes";
    private static final String ITEMS = "items";

    private final @Nullable Path folder;

    OutcomeFolder(Optional<Path> folder) {
        this.folder = folder.orElse(null);
    }

    /**
     * Records what will be measured.
     *
     * @throws InvalidInputException when the folder already holds an evaluation of something else
     */
    void fix(Map<String, Object> configuration) {
        if (folder == null) {
            return;
        }
        Path file = folder.resolve(CONFIGURATION);
        JsonMapper mapper = new JsonMapper();
        try {
            String text = mapper.writerWithDefaultPrettyPrinter().writeValueAsString(configuration) + "\n";
            if (!Files.exists(file)) {
                Files.createDirectories(folder.resolve(OUTCOMES));
                AtomicFile.writeText(file, text);
                return;
            }
            JsonNode found = mapper.readTree(Files.readAllBytes(file));
            if (!mapper.readTree(text).equals(found)) {
                throw new InvalidInputException(
                        "The evaluation in " + folder + " is of other tasks, experts, strategies or items; choose a new"
                                + " folder, or ask for the same again.",
                        file);
            }
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(
                    "The file " + file + " is not valid JSON; choose a new folder for the evaluation.", file, e);
        } catch (IOException e) {
            throw AtomicFile.failure(file, e);
        }
    }

    /** Keeps what a task's items ask, so that the answers can be read later without the task. */
    void keep(Task task, List<TaskItem> items) {
        if (folder == null || Files.exists(items(folder, task.name()))) {
            return;
        }
        List<AskedItem> asked = items.stream()
                .map(item -> new AskedItem(item.id(), task.prompt(item), item.answer()))
                .toList();
        try {
            Path file = items(folder, task.name());
            Files.createDirectories(folder.resolve(ITEMS));
            AtomicFile.writeText(file, new JsonMapper().writeValueAsString(asked) + "\n");
        } catch (IOException e) {
            throw AtomicFile.failure(folder.resolve(ITEMS), e);
        }
    }

    /** The items' file of a task. */
    static Path items(Path folder, String task) {
        return folder.resolve(ITEMS).resolve(task + ".json");
    }

    /** The file of one row's outcomes. */
    static Path outcomes(Path folder, String task, int row, String name) {
        return folder.resolve(OUTCOMES).resolve(String.format(Locale.ROOT, "%s-%02d-%s.jsonl", task, row, name));
    }

    /** One row's file, opened for going on. */
    Outcomes open(String task, int row, String name) {
        if (folder == null) {
            return Outcomes.none();
        }
        Path file = outcomes(folder, task, row, name);
        List<RunLine> known = LineFile.takeUp(file);
        LineFile open = LineFile.append(file);
        return new Outcomes(read(known, file), open::write, open::close);
    }

    static List<Placed> read(List<RunLine> lines, Path file) {
        List<Placed> outcomes = new ArrayList<>();
        for (RunLine line : lines) {
            try {
                outcomes.add(new Placed((int) line.iteration(), ItemOutcome.of(line)));
            } catch (IllegalArgumentException e) {
                throw new InvalidInputException(
                        "Line " + (outcomes.size() + 1) + " of " + file + " is no outcome: it has " + e.getMessage()
                                + "; delete the file, and it is measured again.",
                        file,
                        e);
            }
        }
        return outcomes;
    }

    /** An outcome and its item's place. */
    record Placed(int place, ItemOutcome outcome) {}

    /** The outcomes of one row so far, and where further ones go. */
    static final class Outcomes implements AutoCloseable {

        private final List<Placed> known;
        private final Consumer<List<RunLine>> sink;
        private final Runnable close;

        private Outcomes(List<Placed> known, Consumer<List<RunLine>> sink, Runnable close) {
            this.known = known;
            this.sink = sink;
            this.close = close;
        }

        /** Nothing is known, and nothing kept. */
        static Outcomes none() {
            return new Outcomes(List.of(), lines -> {}, () -> {});
        }

        List<Placed> known() {
            return known;
        }

        /** On the disk when this returns. */
        void add(List<Placed> outcomes) {
            sink.accept(outcomes.stream()
                    .map(each -> each.outcome().line(each.place()))
                    .toList());
        }

        @Override
        public void close() {
            close.run();
        }
    }
}
