package org.t2workbench.core.checkpoint.gguf;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.checkpoint.ModelText;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.WorkbenchException;

/**
 * A tokenizer.json taken apart. Read as a stream, as these files reach tens of megabytes.
 *
 * @param vocabulary ids by text
 * @param merges pairs of texts with a blank between them, the first merged first
 * @param steps all the rest by its keys; of the model its settings
 */
record TokenizerParts(Path file, Map<String, Integer> vocabulary, List<String> merges, Map<String, JsonNode> steps) {

    // texts are keys of the JSON; the parser must not keep a table of them
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private static final JsonMapper MAPPER = new JsonMapper();

    /** @throws InvalidInputException when it is not the JSON that it should be */
    static TokenizerParts read(ModelText text) {
        Path file = text.file();
        try (InputStream stream = text.open();
                JsonParser json = JSON.createParser(stream)) {
            TokenizerParts parts = new TokenizerParts(file, new HashMap<>(), new ArrayList<>(), new HashMap<>());
            parts.expect(json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                json.nextToken();
                if (key.equals("model")) {
                    parts.readModel(json);
                } else {
                    parts.steps.put(key, MAPPER.readTree(json));
                }
            }
            return parts;
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(
                    "The tokenizer " + file + " is not valid JSON: " + JsonFile.reason(e) + ".", file, e);
        } catch (IOException e) {
            throw new WorkbenchException("The tokenizer " + file + " cannot be read: " + e.getMessage() + ".", file, e);
        }
    }

    /** A step; missing where it is absent or null. */
    JsonNode step(String key) {
        JsonNode step = steps.get(key);
        return step == null || step.isNull() ? MissingNode.getInstance() : step;
    }

    /** The steps of a part, one sequence of them resolved. */
    List<JsonNode> flat(String key, String elements) {
        JsonNode step = step(key);
        List<JsonNode> flat = new ArrayList<>();
        if (step.path("type").asText().equals("Sequence")) {
            step.path(elements).forEach(flat::add);
        } else if (!step.isMissingNode()) {
            flat.add(step);
        }
        return flat;
    }

    InvalidInputException inexpressible(String what) {
        return new InvalidInputException(
                "The tokenizer " + file + " " + what + ", which a GGUF file cannot express; export the model as a folder.",
                file);
    }

    private void readModel(JsonParser json) throws IOException {
        expect(json.currentToken() == JsonToken.START_OBJECT);
        ObjectNode settings = MAPPER.createObjectNode();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            if (key.equals("vocab") && value == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String token = json.currentName();
                    expect(json.nextToken() == JsonToken.VALUE_NUMBER_INT);
                    vocabulary.put(token, json.getIntValue());
                }
            } else if (key.equals("merges") && value == JsonToken.START_ARRAY) {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    merges.add(merge(json));
                }
            } else {
                settings.set(key, MAPPER.readTree(json));
            }
        }
        steps.put("model", settings);
    }

    /** Newer files have lists of two, older ones a text. */
    private String merge(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        JsonNode pair = MAPPER.readTree(json);
        expect(pair != null && pair.size() == 2 && pair.get(0).isTextual() && pair.get(1).isTextual());
        String left = pair.get(0).asText();
        String right = pair.get(1).asText();
        if (left.indexOf(' ') >= 0 || right.indexOf(' ') >= 0) {
            throw inexpressible("merges tokens with blanks in them");
        }
        return left + " " + right;
    }

    private void expect(boolean condition) {
        if (!condition) {
            throw new InvalidInputException("The tokenizer " + file + " is not in the form of a tokenizer.json.", file);
        }
    }
}
