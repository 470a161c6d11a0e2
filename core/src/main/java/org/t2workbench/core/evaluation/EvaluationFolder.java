package org.t2workbench.core.evaluation;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.adaptation.Strategy;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.run.LineFile;

/** An evaluation that was kept, whole or stopped: its figures, its items and every answer. Reads only. Any thread. */
public final class EvaluationFolder {

    private static final String RESULTS = "results.json";
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path folder;

    private EvaluationFolder(Path folder) {
        this.folder = folder;
    }

    /** @throws InvalidInputException when the folder holds no evaluation */
    public static EvaluationFolder open(Path folder) {
        if (!isEvaluation(folder)) {
            throw new InvalidInputException("The folder " + folder + " holds no evaluation.", folder);
        }
        return new EvaluationFolder(folder);
    }

    /** Whether an evaluation was begun in the folder. */
    public static boolean isEvaluation(Path folder) {
        return Files.isRegularFile(folder.resolve(OutcomeFolder.CONFIGURATION));
    }

    /**
     * The figures that were written down; of a stopped evaluation those of its complete rows, and none before the first.
     *
     * @throws InvalidInputException when the file is damaged
     */
    public Optional<EvaluationDocument> document() {
        Path file = folder.resolve(RESULTS);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        EvaluationDocument read = read(file, new TypeReference<>() {});
        if (read.rows() == null || read.confusions() == null || read.notes() == null || read.configuration() == null) {
            throw damaged(file, "something is missing in it", null);
        }
        return Optional.of(read);
    }

    /**
     * What a task's items ask, in the order of every row.
     *
     * @throws InvalidInputException when the file is missing or damaged
     */
    public List<AskedItem> items(String task) {
        requirePlain(task);
        return read(OutcomeFolder.items(folder, task), new TypeReference<>() {});
    }

    /**
     * The answers of a row, by the item's place; the places that are not measured yet are missing.
     *
     * @param row 0 for the base model, then the plan's entries from 1
     * @param strategy its label
     * @throws InvalidInputException when the file is damaged
     */
    public Map<Integer, ItemOutcome> outcomes(String task, int row, String strategy) {
        requirePlain(task);
        requirePlain(strategy);
        boolean base = strategy.equals(Strategy.BASE.label());
        Path file = OutcomeFolder.outcomes(folder, task, base ? 0 : row, strategy);
        Map<Integer, ItemOutcome> outcomes = new TreeMap<>();
        OutcomeFolder.read(LineFile.lines(file), file)
                .forEach(placed -> outcomes.put(placed.place(), placed.outcome()));
        return outcomes;
    }

    /** A name out of a file must not lead out of the folder. */
    private void requirePlain(String name) {
        if (!folder.resolve(name).normalize().startsWith(folder.normalize())) {
            throw new InvalidInputException("The evaluation in " + folder + " names '" + name + "', which is no name"
                    + " of a task or strategy.");
        }
    }

    private static <T> T read(Path file, TypeReference<T> type) {
        try {
            T read = JSON.readValue(Files.readAllBytes(file), type);
            if (read == null) {
                throw damaged(file, "it is empty", null);
            }
            return read;
        } catch (IOException e) {
            throw damaged(file, "it is missing or no valid JSON", e);
        }
    }

    private static InvalidInputException damaged(Path file, String why, @Nullable Throwable cause) {
        String text = "The file " + file + " cannot be read: " + why + "; go on with the evaluation to write it again.";
        return cause == null ? new InvalidInputException(text, file) : new InvalidInputException(text, file, cause);
    }
}
