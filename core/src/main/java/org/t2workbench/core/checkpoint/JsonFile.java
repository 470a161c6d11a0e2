package org.t2workbench.core.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.PlainText;
import org.t2workbench.core.job.WorkbenchException;

/**
 * A JSON object that came from a file: its getters check kind and range, and what is wrong becomes a sentence with the
 * file and the key. A key whose value is {@code null} counts as absent, as in the Hugging Face files. Immutable.
 */
public final class JsonFile {

    /** Ten times the largest configuration or index published. */
    public static final long DEFAULT_MAX_BYTES = 64L << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;
    private final String where;
    private final JsonNode object;

    private JsonFile(Path file, String where, JsonNode object) {
        this.file = file;
        this.where = where;
        this.object = object;
    }

    /** As {@link #read(Path, long)} with the default limit. */
    public static JsonFile read(Path file) {
        return read(file, DEFAULT_MAX_BYTES);
    }

    /**
     * @throws InvalidInputException when the file is missing, larger than the limit, not JSON, or not an object
     * @throws WorkbenchException when it cannot be read
     */
    public static JsonFile read(Path file, long maxBytes) {
        return read(ModelText.of(file), maxBytes);
    }

    /** As {@link #read(Path)}, for a text that need not be a file of its own. */
    public static JsonFile read(ModelText text) {
        return read(text, DEFAULT_MAX_BYTES);
    }

    private static JsonFile read(ModelText text, long maxBytes) {
        Path file = text.file();
        try (InputStream stream = text.open()) {
            long bytes = text.bytes();
            if (bytes > maxBytes) {
                throw new InvalidInputException(
                        "The file " + file + " has " + bytes + " bytes; more than " + maxBytes
                                + " are not expected of such a file.",
                        file);
            }
            JsonNode root = MAPPER.readTree(stream);
            if (root == null || !root.isObject()) {
                throw new InvalidInputException("The file " + file + " does not hold a JSON object.", file);
            }
            return new JsonFile(file, "", root);
        } catch (NoSuchFileException e) {
            throw new InvalidInputException("The file " + file + " does not exist.", file, e);
        } catch (JsonProcessingException e) {
            String place =
                    e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
            throw new InvalidInputException(
                    "The file " + file + " is not valid JSON: " + reason(e) + place + ".", file, e);
        } catch (IOException e) {
            throw new WorkbenchException("The file " + file + " cannot be read: " + e.getMessage() + ".", file, e);
        }
    }

    public Path file() {
        return file;
    }

    /** The keys, in the order of the file. */
    public List<String> keys() {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /** The object as JSON on one line. */
    public String json() {
        return object.toString();
    }

    public boolean has(String key) {
        return object.hasNonNull(key);
    }

    /** Whether the key is absent, or its value is a list or an object without content. */
    public boolean isEmpty(String key) {
        return !has(key)
                || (object.path(key).isContainerNode() && object.path(key).isEmpty());
    }

    public boolean isText(String key) {
        return object.path(key).isTextual();
    }

    public Optional<String> text(String key) {
        return value(key, JsonNode::isTextual, "a text").map(JsonNode::textValue);
    }

    public boolean flag(String key, boolean otherwise) {
        return value(key, JsonNode::isBoolean, "true or false")
                .map(JsonNode::booleanValue)
                .orElse(otherwise);
    }

    public OptionalDouble number(String key) {
        Optional<JsonNode> value =
                value(key, node -> node.isNumber() && Double.isFinite(node.doubleValue()), "a number");
        return value.isPresent() ? OptionalDouble.of(value.get().doubleValue()) : OptionalDouble.empty();
    }

    public OptionalInt wholeNumber(String key) {
        Optional<JsonNode> value =
                value(key, node -> node.isIntegralNumber() && node.canConvertToInt(), "a whole number");
        return value.isPresent() ? OptionalInt.of(value.get().intValue()) : OptionalInt.empty();
    }

    /** A list of whole numbers, or one of them alone; empty when absent. */
    public List<Integer> wholeNumbers(String key) {
        JsonNode node = object.path(key);
        if (!node.isArray()) {
            OptionalInt single = wholeNumber(key);
            return single.isPresent() ? List.of(single.getAsInt()) : List.of();
        }
        List<Integer> numbers = new ArrayList<>();
        for (JsonNode element : node) {
            if (!element.isIntegralNumber() || !element.canConvertToInt()) {
                throw wrong(key, "a list of whole numbers");
            }
            numbers.add(element.intValue());
        }
        return List.copyOf(numbers);
    }

    /** A list of numbers; empty when absent. */
    public List<Double> numbers(String key) {
        List<Double> numbers = new ArrayList<>();
        for (JsonNode element : list(key, "a list of numbers")) {
            if (!element.isNumber() || !Double.isFinite(element.doubleValue())) {
                throw wrong(key, "a list of numbers");
            }
            numbers.add(element.doubleValue());
        }
        return List.copyOf(numbers);
    }

    /** A list of texts; empty when absent. */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : list(key, "a list of texts")) {
            if (!element.isTextual()) {
                throw wrong(key, "a list of texts");
            }
            texts.add(element.textValue());
        }
        return List.copyOf(texts);
    }

    public Optional<JsonFile> object(String key) {
        return value(key, JsonNode::isObject, "an object").map(node -> new JsonFile(file, where + key + ".", node));
    }

    /** A list of objects; empty when absent. */
    public List<JsonFile> objects(String key) {
        List<JsonFile> objects = new ArrayList<>();
        for (JsonNode element : list(key, "a list of objects")) {
            if (!element.isObject()) {
                throw wrong(key, "a list of objects");
            }
            objects.add(new JsonFile(file, where + key + ".", element));
        }
        return List.copyOf(objects);
    }

    /** A whole number from 1 to the given largest. */
    public int count(String key, int largest) {
        OptionalInt value = wholeNumber(key);
        if (value.isEmpty()) {
            throw missing(key);
        }
        if (value.getAsInt() < 1 || value.getAsInt() > largest) {
            throw wrong(key, "a whole number from 1 to " + largest);
        }
        return value.getAsInt();
    }

    public InvalidInputException missing(String key) {
        return new InvalidInputException("The file " + file + " lacks \"" + where + key + "\".", file);
    }

    /** @param expected what the value should have been, as in "a whole number" */
    public InvalidInputException wrong(String key, String expected) {
        return new InvalidInputException(
                String.format(
                        Locale.ROOT,
                        "In %s, \"%s%s\" is %s, but %s is expected.",
                        file,
                        where,
                        key,
                        abbreviated(object.path(key)),
                        expected),
                file);
    }

    private static String abbreviated(JsonNode node) {
        String text = node.isContainerNode() ? (node.isArray() ? "a list" : "an object") : node.toString();
        return PlainText.escaped(text.length() <= 60 ? text : text.substring(0, 57) + "...");
    }

    private Iterable<JsonNode> list(String key, String expected) {
        return value(key, JsonNode::isArray, expected)
                .<Iterable<JsonNode>>map(node -> node)
                .orElse(List.of());
    }

    private Optional<JsonNode> value(String key, Predicate<JsonNode> allowed, String expected) {
        JsonNode node = object.path(key);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!allowed.test(node)) {
            throw wrong(key, expected);
        }
        return Optional.of(node);
    }

    /**
     * What a parser found wrong, without its note on where a bracket was opened, which names no place in the file; what it
     * quotes of the file stays on the line and moves no cursor.
     */
    public static String reason(JsonProcessingException e) {
        String message = Objects.toString(e.getOriginalMessage(), "").replaceAll("\\s*\\(start marker at .*", "");
        return PlainText.escaped(message);
    }
}
