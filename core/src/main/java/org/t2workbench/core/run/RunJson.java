package org.t2workbench.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.InvalidInputException;

/** Reads and writes the JSON of a run folder. */
final class RunJson {

    /** A hand-edited run.json may be long, but not so long that reading it could hurt. */
    private static final long LARGEST_DOCUMENT_BYTES = 16L << 20;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};

    private RunJson() {}

    static void write(Path file, Object document) {
        try {
            AtomicFile.writeText(file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not writable as JSON: " + document, e);
        }
    }

    /**
     * Reads a document that carries a {@code format_version}.
     *
     * @param what the document in words ("run", "checkpoint")
     * @throws InvalidInputException when it cannot be read, is malformed, or is newer than this program
     */
    static <T> T read(Path file, Class<T> type, String what, int newestVersion) {
        try {
            long bytes = Files.size(file);
            if (bytes > LARGEST_DOCUMENT_BYTES) {
                throw new InvalidInputException(
                        file + " is not a description of a " + what + ": it has " + bytes + " bytes.", file);
            }
            JsonNode tree = MAPPER.readTree(Files.readAllBytes(file));
            JsonNode version = tree.path("format_version");
            if (!version.isIntegralNumber()) {
                throw new InvalidInputException(
                        file + " does not describe a " + what + ": it has no \"format_version\".", file);
            }
            if (!version.canConvertToInt() || version.asInt() > newestVersion) {
                throw new InvalidInputException(
                        file + " was written by a newer version of the workbench (" + what + " format " + version
                                + ", this one reads up to " + newestVersion + "); update the workbench to open it.",
                        file);
            }
            return MAPPER.treeToValue(tree, type);
        } catch (ValueInstantiationException e) {
            String reason = e.getCause() instanceof IllegalArgumentException invalid
                    ? invalid.getMessage()
                    : "a value is missing.";
            throw new InvalidInputException(file + " does not describe a " + what + ": " + reason, file, e);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(
                    file + " does not describe a " + what + ": " + e.getOriginalMessage() + ".", file, e);
        } catch (IOException e) {
            throw new InvalidInputException("Cannot read " + file + ": " + e.getMessage() + ".", file, e);
        }
    }

    /** One line, without its line end: iteration first, machine last, nothing that depends on the locale. */
    static String toLine(RunLine line) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(RunLine.ITERATION, line.iteration());
        all.putAll(line.values());
        if (!line.machine().isEmpty()) {
            all.put(RunLine.MACHINE, line.machine());
        }
        try {
            return MAPPER.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not writable as JSON: " + line, e);
        }
    }

    /** @throws JsonProcessingException when the line is not an object with an iteration */
    static RunLine parseLine(byte[] line) throws IOException {
        Map<String, Object> all = MAPPER.readValue(line, MAP);
        if (all == null
                || !(all.remove(RunLine.ITERATION) instanceof Number iteration)
                || !(iteration instanceof Integer || iteration instanceof Long)
                || iteration.longValue() < 0) {
            throw new MalformedLineException("it has no iteration");
        }
        Object machine = all.remove(RunLine.MACHINE);
        return new RunLine(
                iteration.longValue(), all, machine instanceof Map<?, ?> map ? JsonValues.freeze(map) : Map.of());
    }

    /** A line that is JSON but not a line of a run. */
    private static final class MalformedLineException extends JsonProcessingException {
        private static final long serialVersionUID = 1L;

        MalformedLineException(String message) {
            super(message);
        }
    }
}
