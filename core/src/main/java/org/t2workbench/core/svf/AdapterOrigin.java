package org.t2workbench.core.svf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.InvalidInputException;

/**
 * Where an adapter in PEFT's layout comes from and what it was measured to do, as an expert's file says it of itself:
 * {@code t2_adapter.json} beside PEFT's own two files, which PEFT passes over. Immutable.
 *
 * @param base the model it was trained on
 * @param task the task it was trained on
 * @param seed of its training
 * @param created the start of its training
 * @param training settings of its training, a JSON object; empty text when none
 * @param scores what it was measured to do, a JSON object; empty text when none
 */
public record AdapterOrigin(BaseModel base, String task, long seed, Instant created, String training, String scores) {

    static final String FILE = "t2_adapter.json";

    private static final String FORMAT = "t2-adapter/1";

    /** A hundred times what a training's settings and scores take. */
    private static final long MAX_BYTES = 1 << 20;

    /**
     * Writes it beside an adapter.
     *
     * @throws IllegalArgumentException when settings or scores are no JSON object
     * @throws org.t2workbench.core.job.OutOfResourcesException when the file cannot be written
     */
    public void write(Path folder) {
        JsonMapper mapper = new JsonMapper();
        ObjectNode json = mapper.createObjectNode();
        json.put("format", FORMAT);
        ObjectNode model = json.putObject("base_model").put("name", base.name());
        base.fingerprint().ifPresent(hash -> model.put("fingerprint", hash));
        json.put("task", task);
        // as text, like in an expert's metadata: a seed has more digits than a number of JSON safely holds
        json.put("seed", Long.toString(seed));
        json.put("created", created.toString());
        try {
            json.set("training", mapper.readTree(training.isEmpty() ? "{}" : training));
            json.set("scores", mapper.readTree(scores.isEmpty() ? "{}" : scores));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + training + ", " + scores, e);
        }
        AtomicFile.writeText(folder.resolve(FILE), json.toPrettyString() + "\n");
    }

    /**
     * What lies beside an adapter; empty for one that another program made.
     *
     * @throws InvalidInputException when the file is there and is malformed or of another format
     */
    public static Optional<AdapterOrigin> beside(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        JsonFile json = JsonFile.read(file, MAX_BYTES);
        String format = json.text("format").orElse("");
        if (!format.equals(FORMAT)) {
            throw new InvalidInputException(
                    "The file " + file + " has the format \"" + format + "\", but what lies beside an adapter has "
                            + FORMAT + ".",
                    file);
        }
        JsonFile model = json.object("base_model").orElseThrow(() -> json.missing("base_model"));
        try {
            return Optional.of(new AdapterOrigin(
                    new BaseModel(
                            model.text("name").orElseThrow(() -> model.missing("name")), model.text("fingerprint")),
                    json.text("task").orElse(""),
                    Long.parseLong(json.text("seed").orElseThrow(() -> json.missing("seed"))),
                    Instant.parse(json.text("created").orElseThrow(() -> json.missing("created"))),
                    json.object("training").map(JsonFile::json).orElse(""),
                    json.object("scores").map(JsonFile::json).orElse("")));
        } catch (NumberFormatException | DateTimeParseException e) {
            throw new InvalidInputException(
                    "In the file " + file + " the seed is no whole number, or the time of creation is not written as in"
                            + " 2026-01-31T12:00:00Z.",
                    file,
                    e);
        }
    }

    /**
     * What to say loudly when the adapter is used with another model than its own; empty for its own.
     *
     * @param name of the adapter
     */
    public List<String> warnings(String name, BaseModel used) {
        return base.warnings("adapter " + name, used);
    }
}
