package org.t2workbench.core.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.checkpoint.ModelText;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.WorkbenchException;

/**
 * What {@code tokenizer.json} says about single tokens. Read as a stream: these files reach tens of megabytes.
 *
 * @param tokens token text by id, added tokens included
 * @param ids id by token text
 * @param specialIds ids of added tokens marked special
 * @param byteLevel whether tokens are written in the {@link ByteAlphabet}
 */
record Vocabulary(Map<Integer, String> tokens, Map<String, Integer> ids, Set<Integer> specialIds, boolean byteLevel) {

    /** Ten times the largest published. */
    static final long MAX_FILE_BYTES = 256L << 20;

    /** Far above any published vocabulary; an id beyond it is a lie that would cost memory. */
    private static final int MAX_ID = 1 << 24;

    // token texts are keys of the JSON; the parser must not keep a table of them
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private static final JsonMapper MAPPER = new JsonMapper();

    /** @throws InvalidInputException when the file is missing, too large or not a tokenizer */
    static Vocabulary read(ModelText tokenizerJson) {
        Path file = tokenizerJson.file();
        try {
            if (tokenizerJson.bytes() > MAX_FILE_BYTES) {
                throw new InvalidInputException(
                        "The file " + file + " is larger than any tokenizer (" + MAX_FILE_BYTES + " bytes).", file);
            }
            try (InputStream stream = tokenizerJson.open();
                    JsonParser json = JSON.createParser(stream)) {
                return new Reader(file, json).read();
            }
        } catch (NoSuchFileException e) {
            throw new InvalidInputException(
                    "The tokenizer " + file
                            + " does not exist; older folders have it in other forms, which transformers"
                            + " turns into this one (AutoTokenizer.from_pretrained, then save_pretrained).",
                    file,
                    e);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(
                    "The tokenizer " + file + " is not valid JSON: " + JsonFile.reason(e) + ".", file, e);
        } catch (IOException e) {
            throw new WorkbenchException("The tokenizer " + file + " cannot be read: " + e.getMessage() + ".", file, e);
        }
    }

    /** The text of an id, or null when there is none. */
    @Nullable
    String token(int id) {
        return tokens.get(id);
    }

    private static final class Reader {

        private final Path file;
        private final JsonParser json;
        private final Map<Integer, String> tokens = new HashMap<>();
        private final Map<String, Integer> ids = new HashMap<>();
        private final Set<Integer> specialIds = new LinkedHashSet<>();
        private final Map<String, JsonNode> steps = new HashMap<>();
        private boolean addedAfterNormalizing;

        Reader(Path file, JsonParser json) {
            this.file = file;
            this.json = json;
        }

        Vocabulary read() throws IOException {
            expect(json.nextToken() == JsonToken.START_OBJECT, "it does not hold an object");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                json.nextToken();
                switch (key) {
                    case "added_tokens" -> readAddedTokens();
                    case "model" -> readModel();
                    case "normalizer", "pre_tokenizer", "post_processor", "decoder" ->
                        expect(steps.put(key, MAPPER.readTree(json)) == null, "it has two of " + key);
                    default -> json.skipChildren();
                }
            }
            expect(steps.containsKey("model"), "it has no model");
            var vocabulary = new Vocabulary(tokens, ids, specialIds, isByteLevel());
            new PipelineCheck(file, vocabulary).check(steps, addedAfterNormalizing);
            return vocabulary;
        }

        private void readAddedTokens() throws IOException {
            if (json.currentToken() == JsonToken.VALUE_NULL) {
                return;
            }
            expect(json.currentToken() == JsonToken.START_ARRAY, "its added_tokens are not a list");
            while (json.nextToken() != JsonToken.END_ARRAY) {
                expect(json.currentToken() == JsonToken.START_OBJECT, "an added token is not an object");
                String content = null;
                Integer id = null;
                boolean special = false;
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String key = json.currentName();
                    json.nextToken();
                    switch (key) {
                        case "content" -> content = text("content of an added token");
                        case "id" -> id = id("an added token");
                        case "special" -> special = json.currentToken() == JsonToken.VALUE_TRUE;
                        case "normalized" -> addedAfterNormalizing |= json.currentToken() == JsonToken.VALUE_TRUE;
                        default -> json.skipChildren();
                    }
                }
                if (content == null || content.isEmpty() || id == null) {
                    throw broken("an added token lacks its id or content");
                }
                add(content, id);
                if (special) {
                    specialIds.add(id);
                }
            }
        }

        private void readModel() throws IOException {
            expect(json.currentToken() == JsonToken.START_OBJECT, "its model is not an object");
            ObjectNode settings = MAPPER.createObjectNode();
            expect(steps.put("model", settings) == null, "it has two models");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                JsonToken value = json.nextToken();
                if (key.equals("vocab")) {
                    readVocabulary();
                } else if (value.isScalarValue()) {
                    settings.set(key, MAPPER.readTree(json));
                } else {
                    // merges: only that they are there
                    settings.putNull(key);
                    json.skipChildren();
                }
            }
        }

        private void readVocabulary() throws IOException {
            expect(json.currentToken() == JsonToken.START_OBJECT, "its vocabulary is not an object");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String token = json.currentName();
                json.nextToken();
                add(token, id(token));
            }
        }

        private boolean isByteLevel() {
            JsonNode decoder = steps.get("decoder");
            return decoder != null
                    && (decoder.path("type").asText().equals("ByteLevel")
                            || decoder.path("decoders").findValuesAsText("type").contains("ByteLevel"));
        }

        private void add(String token, int id) {
            // an added token may repeat an entry of the vocabulary
            tokens.put(id, token);
            ids.put(token, id);
        }

        private String text(String what) throws IOException {
            expect(json.currentToken() == JsonToken.VALUE_STRING, "the " + what + " is not a text");
            return json.getText();
        }

        private int id(String token) throws IOException {
            expect(json.currentToken() == JsonToken.VALUE_NUMBER_INT, "the id of " + token + " is not a whole number");
            long id = json.getLongValue();
            expect(id >= 0 && id < MAX_ID, "the id of " + token + " is " + id);
            return (int) id;
        }

        private void expect(boolean condition, String otherwise) {
            if (!condition) {
                throw broken(otherwise);
            }
        }

        private InvalidInputException broken(String what) {
            return new InvalidInputException("The tokenizer " + file + " cannot be used: " + what + ".", file);
        }
    }
}
