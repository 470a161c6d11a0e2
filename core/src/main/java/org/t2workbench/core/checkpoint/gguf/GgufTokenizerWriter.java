package org.t2workbench.core.checkpoint.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.checkpoint.ModelText;
import org.t2workbench.core.checkpoint.gguf.GgufTokens.Kind;
import org.t2workbench.core.job.InvalidInputException;

/**
 * Writes a model's tokenizer as the metadata of a GGUF file: the other way round than {@link GgufTokenizer}, and only what
 * that would read back as the same tokenizer.
 */
final class GgufTokenizerWriter {

    private static final String PADDING = "[PAD%d]";

    private final TokenizerParts parts;
    private final Optional<JsonFile> config;
    private final String[] texts;
    private final Kind[] kinds;
    private final Map<String, Integer> ids;

    private GgufTokenizerWriter(ModelText tokenizerJson, Optional<ModelText> tokenizerConfig, int vocabularySize) {
        this.parts = TokenizerParts.read(tokenizerJson);
        this.config = tokenizerConfig.map(JsonFile::read);
        this.texts = new String[vocabularySize];
        this.kinds = new Kind[vocabularySize];
        this.ids = new HashMap<>(parts.vocabulary());
        // what no token has is there to fill up the matrices
        Arrays.setAll(texts, PADDING::formatted);
        Arrays.fill(kinds, Kind.UNUSED);
    }

    /**
     * @param template the chat template, where the model has one
     * @throws InvalidInputException when the tokenizer cannot be expressed so that its ids stay the same
     */
    static void write(ModelFiles model, Optional<String> template, GgufMetadata metadata) {
        new GgufTokenizerWriter(
                        model.tokenizerJson(),
                        model.tokenizerConfig(),
                        model.config().vocabularySize())
                .writeAll(model, template, metadata);
    }

    private void writeAll(ModelFiles model, Optional<String> template, GgufMetadata metadata) {
        JsonNode settings = parts.step("model");
        if (!settings.path("type").asText("BPE").equals("BPE") || parts.merges().isEmpty()) {
            throw parts.inexpressible("does not merge pairs");
        }
        parts.vocabulary().forEach((text, id) -> set(id, text, Kind.NORMAL));
        parts.step("added_tokens").forEach(this::added);
        boolean pieces = settings.path("byte_fallback").asBoolean();
        metadata.put(GgufTokens.MODEL, pieces ? GgufTokens.SENTENCE_PIECE : GgufTokens.BYTE_LEVEL);
        if (pieces) {
            sentencePiece(settings, metadata);
        } else {
            byteLevel(settings, metadata);
        }
        metadata.putTexts(GgufTokens.TEXTS, Arrays.asList(texts));
        metadata.putNumbers(
                GgufTokens.KINDS,
                Arrays.stream(kinds).map(Kind::ordinal).toList());
        specialTokens(model, metadata);
        around(metadata);
        template.ifPresent(text -> metadata.put(GgufTokenizer.CHAT_TEMPLATE, text));
    }

    private void set(int id, String text, Kind kind) {
        if (id < 0 || id >= texts.length) {
            throw parts.inexpressible("has the id " + id + ", beyond the model's " + texts.length);
        }
        texts[id] = text;
        kinds[id] = kind;
    }

    private void added(JsonNode token) {
        String text = token.path("content").asText();
        if (token.path("lstrip").asBoolean() || token.path("rstrip").asBoolean() || token.path("single_word").asBoolean()) {
            throw parts.inexpressible("lets the token \"" + text + "\" take blanks around it");
        }
        int id = token.path("id").asInt(-1);
        set(id, text, token.path("special").asBoolean() ? Kind.CONTROL : Kind.USER_DEFINED);
        ids.put(text, id);
    }

    private void byteLevel(JsonNode settings, GgufMetadata metadata) {
        boolean ignoresMerges = settings.path("ignore_merges").asBoolean();
        List<JsonNode> steps = simplified(parts.flat("pre_tokenizer", "pretokenizers"));
        List<String> normalizers = parts.flat("normalizer", "normalizers").stream()
                .map(step -> step.path("type").asText())
                .toList();
        PreTokenizer pre = PreTokenizer.all().stream()
                .filter(each -> each.ignoresMerges() == ignoresMerges)
                .filter(each -> simplified(list(each.step().path("pretokenizers"))).equals(steps))
                .filter(each -> normalizers.equals(each.composes() ? List.of("NFC") : List.of()))
                .findFirst()
                .orElseThrow(() -> parts.inexpressible("cuts texts into words in a way of its own"));
        metadata.put(GgufTokenizer.PRE, pre.names().get(0));
        metadata.putTexts(GgufTokenizer.MERGES, parts.merges());
    }

    private static List<JsonNode> list(JsonNode elements) {
        List<JsonNode> list = new ArrayList<>();
        elements.forEach(list::add);
        return list;
    }

    /** The steps without what changes no id. */
    private static List<JsonNode> simplified(List<JsonNode> steps) {
        List<JsonNode> simplified = new ArrayList<>();
        for (JsonNode step : steps) {
            ObjectNode copy = step.deepCopy();
            copy.remove("trim_offsets");
            // what a pattern leaves out and removes is the same as what it keeps
            if (copy.path("type").asText().equals("Split") && copy.path("invert").asBoolean()
                    && copy.path("behavior").asText().equals("Removed")) {
                copy.put("invert", false).put("behavior", "Isolated");
            }
            if (copy.path("type").asText().equals("ByteLevel") && !copy.has("use_regex")) {
                copy.put("use_regex", true);
            }
            simplified.add(copy);
        }
        return simplified;
    }

    private void sentencePiece(JsonNode settings, GgufMetadata metadata) {
        boolean prefix = prefix();
        String unknown = settings.path("unk_token").asText("");
        Integer unknownId = ids.get(unknown);
        if (unknownId == null) {
            throw parts.inexpressible("has no token for what is unknown");
        }
        kinds[unknownId] = Kind.UNKNOWN;
        for (int id = 0; id < texts.length; id++) {
            if (kinds[id] == Kind.NORMAL && texts[id].matches("<0x[0-9A-F]{2}>")) {
                kinds[id] = Kind.BYTE;
            }
        }
        List<Float> scores = scores();
        List<String> implied = SentencePieceMerges.of(
                        new GgufTokens(GgufTokens.SENTENCE_PIECE, List.of(texts), kinds), scores)
                .orElse(List.of())
                .stream()
                .map(merge -> merge.left() + " " + merge.right())
                .toList();
        if (!implied.equals(parts.merges())) {
            throw parts.inexpressible("merges pairs in an order that no scores of its tokens amount to");
        }
        metadata.put(GgufTokenizer.PRE, "default");
        metadata.putFloats(GgufTokenizer.SCORES, scores);
        metadata.put(GgufTokenizer.ADD_SPACE, prefix);
        metadata.put("tokenizer.ggml.unknown_token_id", unknownId);
    }

    /** Whether a blank goes before a text; blanks must become the sign for a word's beginning. */
    private boolean prefix() {
        List<JsonNode> steps = parts.flat("normalizer", "normalizers");
        boolean prepends = !steps.isEmpty() && steps.get(0).path("type").asText().equals("Prepend");
        List<JsonNode> rest = prepends ? steps.subList(1, steps.size()) : steps;
        JsonNode replace = rest.size() == 1 ? rest.get(0) : null;
        boolean plain = replace != null
                && replace.path("type").asText().equals("Replace")
                && replace.path("pattern").path("String").asText().equals(" ")
                && replace.path("content").asText().equals(GgufTokenizer.WORD_BOUNDARY);
        List<JsonNode> cuts = parts.flat("pre_tokenizer", "pretokenizers");
        // there are no blanks left to cut at
        boolean whole = cuts.stream()
                .allMatch(step -> step.path("type").asText().equals("Split")
                        && step.path("pattern").path("String").asText().equals(" "));
        if (!plain || !whole) {
            throw parts.inexpressible("prepares texts in a way of its own");
        }
        return prepends;
    }

    /** The earlier a token is made by a merge, the higher. */
    private List<Float> scores() {
        Float[] scores = new Float[texts.length];
        Arrays.fill(scores, 0f);
        boolean[] seen = new boolean[texts.length];
        int made = 0;
        for (String merge : parts.merges()) {
            Integer id = ids.get(merge.replace(" ", ""));
            if (id == null) {
                throw parts.inexpressible("merges \"" + merge + "\" to what is no token");
            }
            if (!seen[id]) {
                seen[id] = true;
                scores[id] = (float) -made++;
            }
        }
        return Collections.unmodifiableList(Arrays.asList(scores));
    }

    private void specialTokens(ModelFiles model, GgufMetadata metadata) {
        named("bos_token").ifPresent(id -> metadata.put("tokenizer.ggml.bos_token_id", id));
        named("pad_token").ifPresent(id -> metadata.put("tokenizer.ggml.padding_token_id", id));
        List<Integer> ends = model.stopTokens().stream()
                .filter(id -> id >= 0 && id < texts.length)
                .toList();
        // the token of that name ends a text; a second id that ends an answer is the turn's end
        Optional<Integer> eos = named("eos_token").or(() -> ends.stream().findFirst());
        eos.ifPresent(id -> metadata.put("tokenizer.ggml.eos_token_id", id));
        ends.stream()
                .filter(id -> !Optional.of(id).equals(eos))
                .findFirst()
                .ifPresent(id -> metadata.put("tokenizer.ggml.eot_token_id", id));
    }

    private Optional<Integer> named(String key) {
        Optional<String> text = config.flatMap(json -> json.isText(key)
                ? json.text(key)
                : json.object(key).flatMap(token -> token.text("content")));
        return text.map(ids::get);
    }

    /** What goes around a text by itself. */
    private void around(GgufMetadata metadata) {
        @Nullable Integer before = null;
        @Nullable Integer after = null;
        for (JsonNode step : parts.flat("post_processor", "processors")) {
            String type = step.path("type").asText();
            if (type.equals("ByteLevel")) {
                continue;
            }
            if (!type.equals("TemplateProcessing")) {
                throw parts.inexpressible("puts tokens around a text by \"" + type + "\"");
            }
            boolean text = false;
            for (JsonNode piece : step.path("single")) {
                JsonNode special = piece.path("SpecialToken");
                if (special.isMissingNode()) {
                    text = true;
                } else if (!text && before == null) {
                    before = id(special);
                } else if (text && after == null) {
                    after = id(special);
                } else {
                    throw parts.inexpressible("puts several tokens before or after a text");
                }
            }
        }
        require(before, "bos_token");
        require(after, "eos_token");
        metadata.put(GgufTokenizer.ADD_BOS, before != null);
        metadata.put(GgufTokenizer.ADD_EOS, after != null);
    }

    private @Nullable Integer id(JsonNode special) {
        return ids.get(special.path("id").asText());
    }

    private void require(@Nullable Integer id, String role) {
        if (id != null && !Objects.equals(named(role).orElse(null), id)) {
            throw parts.inexpressible("puts the token " + id + " around a text, which is not its " + role);
        }
    }
}
