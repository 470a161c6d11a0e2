package org.t2workbench.core.svf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.checkpoint.Safetensors;
import org.t2workbench.core.checkpoint.SafetensorsWriter;
import org.t2workbench.core.checkpoint.SafetensorsWriter.Entry;
import org.t2workbench.core.checkpoint.TensorInfo;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.OutOfResourcesException;

/**
 * Expert files, {@code t2-expert/1}: safetensors with {@code <matrix>.gain} and, when trained, {@code <matrix>.raw} per
 * matrix, F32 (r), and what the expert is in the metadata.
 */
public final class ExpertFile {

    private static final String FORMAT = "t2-expert/1";
    private static final String GAIN = ".gain";
    private static final String RAW = ".raw";

    /** Longest vector: no published matrix has a shorter side near it. */
    private static final long MAX_RANK = 1 << 20;

    /** Most values in one file: 64 MB, ten times the gains of a model of 70 billion parameters. */
    private static final long MAX_VALUES = 1 << 24;

    private static final JsonMapper JSON = new JsonMapper();

    private ExpertFile() {}

    /**
     * Reads an expert; it is not known yet whether it fits a model ({@link Expert#checkAgainst}).
     *
     * @throws InvalidInputException when the file is missing, no expert file, or damaged
     */
    public static Expert read(Path file) {
        try (Safetensors stored = Safetensors.open(file)) {
            Map<String, String> metadata = stored.metadata();
            requireFormat(metadata, file);
            Map<String, float[]> gains = new LinkedHashMap<>();
            Map<String, float[]> raw = new LinkedHashMap<>();
            long values = 0;
            for (String tensor : stored.names()) {
                values += requireVector(stored.info(tensor), file);
                if (values > MAX_VALUES) {
                    throw new InvalidInputException(
                            "The expert file " + file + " holds more than " + MAX_VALUES
                                    + " values, which no model here has.",
                            file);
                }
                if (tensor.endsWith(GAIN)) {
                    gains.put(tensor.substring(0, tensor.length() - GAIN.length()), readVector(stored, tensor, file));
                } else if (tensor.endsWith(RAW)) {
                    raw.put(tensor.substring(0, tensor.length() - RAW.length()), readVector(stored, tensor, file));
                } else {
                    throw new InvalidInputException(
                            "The expert file " + file + " holds a tensor " + tensor
                                    + ", whose name ends neither in .gain nor in .raw.",
                            file);
                }
            }
            requirePairs(gains, raw, file);
            return new Expert(
                    metadata.getOrDefault("name", nameOf(file)),
                    baseModel(metadata, file),
                    parametrisation(metadata, file),
                    metadata.getOrDefault("task", ""),
                    seed(metadata, file),
                    created(metadata, file),
                    json(metadata, "training", file),
                    json(metadata, "scores", file),
                    gains,
                    raw);
        }
    }

    /** @throws OutOfResourcesException when the disk is full or read-only; an older file of that name stays */
    public static void write(Path file, Expert expert) {
        AtomicFile.write(file, body(expert));
    }

    /** What writes the file, for a run folder that keeps its expert itself. */
    public static AtomicFile.ChannelBody body(Expert expert) {
        List<Entry> entries = new ArrayList<>();
        expert.gains().forEach((matrix, values) -> entries.add(vector(matrix + GAIN, values)));
        expert.raw().forEach((matrix, values) -> entries.add(vector(matrix + RAW, values)));
        ObjectNode base = JSON.createObjectNode().put("name", expert.base().name());
        expert.base().fingerprint().ifPresent(fingerprint -> base.put("fingerprint", fingerprint));
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("format", FORMAT);
        metadata.put("name", expert.name());
        metadata.put("base_model", base.toString());
        metadata.put("parametrisation", expert.parametrisation().label());
        metadata.put("task", expert.task());
        expert.seed().ifPresent(seed -> metadata.put("seed", Long.toString(seed)));
        expert.created().ifPresent(created -> metadata.put("created", created.toString()));
        metadata.put("training", expert.training().isEmpty() ? "{}" : expert.training());
        metadata.put("scores", expert.scores().isEmpty() ? "{}" : expert.scores());
        return SafetensorsWriter.body(metadata, entries);
    }

    private static Entry vector(String name, float[] values) {
        return Entry.floats(name, new long[] {values.length}, values);
    }

    private static void requireFormat(Map<String, String> metadata, Path file) {
        String format = metadata.get("format");
        if (format == null) {
            throw new InvalidInputException(
                    "The file " + file + " is no expert file: its metadata lack the format " + FORMAT + ".", file);
        }
        if (!format.equals(FORMAT)) {
            throw new InvalidInputException(
                    "The file " + file + " has the format " + format + ", but an expert file has " + FORMAT + ".",
                    file);
        }
    }

    /** The number of values of a vector that can be read. */
    private static long requireVector(TensorInfo info, Path file) {
        if (info.shape().length != 1 || info.elements() < 1 || info.elements() > MAX_RANK) {
            throw new InvalidInputException(
                    "In the expert file " + file + " the tensor " + info.name() + " has the shape "
                            + TensorInfo.shapeText(info.shape()) + ", but gains are one list of numbers.",
                    file);
        }
        return info.elements();
    }

    private static float[] readVector(Safetensors stored, String tensor, Path file) {
        float[] values = new float[(int) stored.info(tensor).elements()];
        stored.readFloats(tensor, 0, FloatBuffer.wrap(values));
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new InvalidInputException(
                        "In the expert file " + file + " value " + i + " of " + tensor + " is " + values[i]
                                + ", which is no finite number; the file is damaged or its training diverged.",
                        file);
            }
        }
        return values;
    }

    private static void requirePairs(Map<String, float[]> gains, Map<String, float[]> raw, Path file) {
        if (gains.isEmpty()) {
            throw new InvalidInputException("The expert file " + file + " holds no gains.", file);
        }
        raw.forEach((matrix, values) -> {
            float[] gain = gains.get(matrix);
            if (gain == null || gain.length != values.length) {
                throw new InvalidInputException(
                        "In the expert file " + file + " the raw parameters of " + matrix
                                + " have no gains of the same length beside them.",
                        file);
            }
        });
    }

    /** A JSON object with name and fingerprint; files by other hands may hold the bare name. */
    private static BaseModel baseModel(Map<String, String> metadata, Path file) {
        String text = metadata.get("base_model");
        if (text == null || text.isBlank()) {
            throw new InvalidInputException(
                    "The expert file " + file + " does not say which model it is for: its metadata lack base_model.",
                    file);
        }
        if (!text.stripLeading().startsWith("{")) {
            return new BaseModel(text, Optional.empty());
        }
        JsonNode node = parse(text, "base_model", file);
        if (!node.path("name").isTextual()) {
            throw new InvalidInputException(
                    "In the expert file " + file + " base_model has no name in its metadata.", file);
        }
        JsonNode fingerprint = node.path("fingerprint");
        return new BaseModel(
                node.path("name").textValue(),
                fingerprint.isTextual() ? Optional.of(fingerprint.textValue()) : Optional.empty());
    }

    private static Parametrisation parametrisation(Map<String, String> metadata, Path file) {
        String label = metadata.getOrDefault("parametrisation", Parametrisation.DIRECT.label());
        return Parametrisation.of(label)
                .orElseThrow(() -> new InvalidInputException(
                        "The expert file " + file + " has the parametrisation " + label
                                + "; known are direct and sigmoid.",
                        file));
    }

    private static OptionalLong seed(Map<String, String> metadata, Path file) {
        String text = metadata.get("seed");
        if (text == null || text.isBlank()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            throw new InvalidInputException(
                    "In the expert file " + file + " the seed " + text + " is no whole number.", file, e);
        }
    }

    private static Optional<Instant> created(Map<String, String> metadata, Path file) {
        String text = metadata.get("created");
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text.strip()));
        } catch (DateTimeParseException e) {
            throw new InvalidInputException(
                    "In the expert file " + file + " the time of creation " + text
                            + " is not written as in 2026-01-31T12:00:00Z.",
                    file,
                    e);
        }
    }

    private static String json(Map<String, String> metadata, String key, Path file) {
        String text = metadata.getOrDefault(key, "");
        if (!text.isBlank()) {
            parse(text, key, file);
        }
        return text;
    }

    private static JsonNode parse(String text, String key, Path file) {
        try {
            JsonNode node = JSON.readTree(text);
            if (!node.isObject()) {
                throw new InvalidInputException(
                        "In the expert file " + file + " the metadata " + key + " are no JSON object.", file);
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(
                    "In the expert file " + file + " the metadata " + key + " are not valid JSON: " + JsonFile.reason(e)
                            + ".",
                    file,
                    e);
        }
    }

    private static String nameOf(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
