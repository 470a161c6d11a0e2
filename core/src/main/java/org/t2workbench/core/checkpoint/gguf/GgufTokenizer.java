package org.t2workbench.core.checkpoint.gguf;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.checkpoint.ModelText;
import org.t2workbench.core.checkpoint.gguf.GgufTokens.Kind;
import org.t2workbench.core.job.InvalidInputException;

/**
 * Writes the tokenizer inside a GGUF file as the tokenizer.json and tokenizer_config.json that the same model has in the
 * Hugging Face layout. What cannot be expressed so that the ids are the same is refused.
 */
final class GgufTokenizer {

    static final String PRE = "tokenizer.ggml.pre";
    static final String MERGES = "tokenizer.ggml.merges";
    static final String SCORES = "tokenizer.ggml.scores";
    static final String ADD_BOS = "tokenizer.ggml.add_bos_token";
    static final String ADD_EOS = "tokenizer.ggml.add_eos_token";
    static final String ADD_SPACE = "tokenizer.ggml.add_space_prefix";
    static final String CHAT_TEMPLATE = "tokenizer.chat_template";

    static final String WORD_BOUNDARY = "\u2581";

    private static final JsonFactory JSON = new JsonFactory();
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final GgufFile file;
    private final GgufTokens tokens;

    GgufTokenizer(GgufFile file) {
        this.file = file;
        this.tokens = GgufTokens.read(file);
    }

    /** What the kinds of vocabularies differ in. */
    private record Form(
            @Nullable ObjectNode normalizer,
            @Nullable ObjectNode preTokenizer,
            ObjectNode decoder,
            List<String> merges,
            @Nullable String unknown,
            boolean fallsBackToBytes,
            boolean ignoresMerges,
            boolean addsBos) {}

    /** @throws InvalidInputException when its ids could not be reproduced */
    ModelText tokenizerJson() {
        Form form =
                switch (tokens.model()) {
                    case GgufTokens.BYTE_LEVEL -> byteLevel();
                    case GgufTokens.SENTENCE_PIECE -> sentencePiece();
                    default ->
                        throw refused("is of the kind \"" + tokens.model() + "\"; supported are "
                                + GgufTokens.BYTE_LEVEL + " and " + GgufTokens.SENTENCE_PIECE);
                };
        var text = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.setCodec(MAPPER);
            json.writeStartObject();
            json.writeStringField("version", "1.0");
            json.writeNullField("truncation");
            json.writeNullField("padding");
            writeAddedTokens(json);
            json.writeObjectField("normalizer", form.normalizer());
            json.writeObjectField("pre_tokenizer", form.preTokenizer());
            json.writeObjectField("post_processor", postProcessor(form.addsBos()));
            json.writeObjectField("decoder", form.decoder());
            writeModel(json, form);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ModelText.inside(file.path(), text.toByteArray());
    }

    /** Names of special tokens, and the chat template where there is one. */
    ModelText tokenizerConfig() {
        // tokenizer.json is all there is: transformers would otherwise take the class of the architecture, which cuts
        // texts anew
        ObjectNode json = NODES.objectNode().put("tokenizer_class", "PreTrainedTokenizerFast");
        named(json, "bos_token", "bos_token_id");
        named(json, "eos_token", "eos_token_id");
        named(json, "unk_token", "unknown_token_id");
        named(json, "pad_token", "padding_token_id");
        file.text(CHAT_TEMPLATE).ifPresent(template -> json.put("chat_template", template));
        try {
            return ModelText.inside(file.path(), MAPPER.writeValueAsBytes(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void named(ObjectNode json, String key, String role) {
        tokens.specialText(file, role).ifPresent(text -> json.put(key, text));
    }

    private Form byteLevel() {
        String name = file.text(PRE)
                .orElseThrow(() -> refused("does not say how texts are cut into words (" + PRE
                        + " is missing); use a newer edition of the file"));
        PreTokenizer pre = PreTokenizer.named(name)
                .orElseThrow(() -> refused(
                        "cuts texts into words in the way \"" + name + "\", which is not known here (" + PRE + ")"));
        return new Form(
                pre.normalizer(),
                pre.step(),
                NODES.objectNode()
                        .put("type", "ByteLevel")
                        .put("add_prefix_space", false)
                        .put("trim_offsets", true)
                        .put("use_regex", true),
                checkedMerges(),
                null,
                false,
                pre.ignoresMerges(),
                pre.addsBos());
    }

    /** The merges, each of which must make a token out of two. */
    private List<String> checkedMerges() {
        List<String> merges = file.texts(MERGES);
        if (merges.isEmpty()) {
            throw file.missing(MERGES);
        }
        Set<String> known = new HashSet<>();
        for (int id = 0; id < tokens.texts().size(); id++) {
            if (isInVocabulary(id)) {
                known.add(tokens.texts().get(id));
            }
        }
        for (String merge : merges) {
            int space = merge.indexOf(' ', 1);
            boolean sound = space > 0
                    && merge.indexOf(' ', space + 1) < 0
                    && known.contains(merge.substring(0, space))
                    && known.contains(merge.substring(space + 1))
                    && known.contains(merge.substring(0, space) + merge.substring(space + 1));
            if (!sound) {
                throw refused("merges \"" + merge + "\", which is no pair of its tokens");
            }
        }
        return merges;
    }

    private Form sentencePiece() {
        List<Float> scores = file.floats(SCORES);
        if (scores.size() < tokens.texts().size()) {
            throw file.wrong(
                    SCORES, "one f32 number for each of the " + tokens.texts().size() + " tokens");
        }
        String unknown = tokens.specialText(file, "unknown_token_id")
                .orElseThrow(() -> refused("has no token for what is unknown"));
        List<String> merges =
                SentencePieceMerges.of(tokens, scores)
                        .orElseThrow(() -> refused("has pieces that are too long"))
                        .stream()
                        .filter(merge ->
                                merge.left().indexOf(' ') < 0 && merge.right().indexOf(' ') < 0)
                        .map(merge -> merge.left() + " " + merge.right())
                        .toList();
        boolean prefix = file.flag(ADD_SPACE, true);
        return new Form(escaped(prefix), null, unescaped(prefix), merges, unknown, hasBytes(), false, true);
    }

    /** Blanks become the sign for a word's beginning; one goes before the text. */
    private static ObjectNode escaped(boolean prefix) {
        ObjectNode replace = replace(" ", WORD_BOUNDARY);
        if (!prefix) {
            return replace;
        }
        ObjectNode sequence = NODES.objectNode().put("type", "Sequence");
        sequence.putArray("normalizers")
                .add(NODES.objectNode().put("type", "Prepend").put("prepend", WORD_BOUNDARY))
                .add(replace);
        return sequence;
    }

    private static ObjectNode unescaped(boolean prefix) {
        ObjectNode sequence = NODES.objectNode().put("type", "Sequence");
        ArrayNode steps = sequence.putArray("decoders")
                .add(replace(WORD_BOUNDARY, " "))
                .add(NODES.objectNode().put("type", "ByteFallback"))
                .add(NODES.objectNode().put("type", "Fuse"));
        if (prefix) {
            steps.addObject()
                    .put("type", "Strip")
                    .put("content", " ")
                    .put("start", 1)
                    .put("stop", 0);
        }
        return sequence;
    }

    private static ObjectNode replace(String what, String with) {
        ObjectNode step = NODES.objectNode().put("type", "Replace");
        step.putObject("pattern").put("String", what);
        return step.put("content", with);
    }

    private boolean hasBytes() {
        for (Kind kind : tokens.kinds()) {
            if (kind == Kind.BYTE) {
                return true;
            }
        }
        return false;
    }

    private void writeAddedTokens(JsonGenerator json) throws IOException {
        boolean stripsRight = isPhi3();
        json.writeArrayFieldStart("added_tokens");
        for (int id = 0; id < tokens.texts().size(); id++) {
            if (tokens.isAdded(id) && isInVocabulary(id)) {
                String text = tokens.texts().get(id);
                json.writeStartObject();
                json.writeNumberField("id", id);
                json.writeStringField("content", text);
                json.writeBooleanField("single_word", false);
                json.writeBooleanField("lstrip", false);
                json.writeBooleanField("rstrip", stripsRight && !KEEPS_BLANKS.contains(text));
                json.writeBooleanField("normalized", false);
                json.writeBooleanField("special", tokens.isSpecial(id));
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    /** Of Phi-3's special tokens all others take the blanks behind them; files do not say it, and llama.cpp goes by the name. */
    private static final Set<String> KEEPS_BLANKS = Set.of("<unk>", "<s>", "<|endoftext|>");

    private boolean isPhi3() {
        String name = file.text("general.name").orElse("").toLowerCase(Locale.ROOT);
        return tokens.model().equals(GgufTokens.SENTENCE_PIECE) && (name.contains("phi-3") || name.contains("phi3"));
    }

    /** Ids that only fill up the matrices have no token. */
    private boolean isInVocabulary(int id) {
        return tokens.kinds()[id] != Kind.UNUSED && !tokens.texts().get(id).isEmpty();
    }

    private @Nullable ObjectNode postProcessor(boolean addsBosByDefault) {
        Optional<Integer> bos = file.flag(ADD_BOS, addsBosByDefault) ? role("bos_token_id") : Optional.empty();
        Optional<Integer> eos = file.flag(ADD_EOS, false) ? role("eos_token_id") : Optional.empty();
        if (bos.isEmpty() && eos.isEmpty()) {
            return null;
        }
        ObjectNode processor = NODES.objectNode().put("type", "TemplateProcessing");
        ArrayNode single = processor.putArray("single");
        ArrayNode pair = processor.putArray("pair");
        ObjectNode special = processor.putObject("special_tokens");
        sequence(single, "A", 0, bos, eos);
        sequence(pair, "A", 0, bos, eos);
        sequence(pair, "B", 1, bos, eos);
        bos.ifPresent(id -> describe(special, id));
        eos.ifPresent(id -> describe(special, id));
        return processor;
    }

    private Optional<Integer> role(String name) {
        return GgufTokens.special(file, name).filter(id -> id < tokens.texts().size() && isInVocabulary(id));
    }

    private void sequence(ArrayNode list, String name, int type, Optional<Integer> bos, Optional<Integer> eos) {
        bos.ifPresent(id -> special(list, id, type));
        list.addObject().putObject("Sequence").put("id", name).put("type_id", type);
        eos.ifPresent(id -> special(list, id, type));
    }

    private void special(ArrayNode list, int id, int type) {
        list.addObject()
                .putObject("SpecialToken")
                .put("id", tokens.texts().get(id))
                .put("type_id", type);
    }

    private void describe(ObjectNode special, int id) {
        String text = tokens.texts().get(id);
        ObjectNode token = special.putObject(text).put("id", text);
        token.putArray("ids").add(id);
        token.putArray("tokens").add(text);
    }

    private void writeModel(JsonGenerator json, Form form) throws IOException {
        json.writeObjectFieldStart("model");
        json.writeStringField("type", "BPE");
        json.writeNullField("dropout");
        json.writeStringField("unk_token", form.unknown());
        json.writeNullField("continuing_subword_prefix");
        json.writeNullField("end_of_word_suffix");
        json.writeBooleanField("fuse_unk", form.unknown() != null);
        json.writeBooleanField("byte_fallback", form.fallsBackToBytes());
        json.writeBooleanField("ignore_merges", form.ignoresMerges());
        json.writeObjectFieldStart("vocab");
        Set<String> written = new HashSet<>();
        for (int id = 0; id < tokens.texts().size(); id++) {
            String text = tokens.texts().get(id);
            if (isInVocabulary(id)) {
                if (!written.add(text)) {
                    throw refused("has the token \"" + text + "\" twice");
                }
                json.writeNumberField(text, id);
            }
        }
        json.writeEndObject();
        json.writeArrayFieldStart("merges");
        for (String merge : form.merges()) {
            json.writeString(merge);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private InvalidInputException refused(String what) {
        return new InvalidInputException(
                "The tokenizer inside " + file.path() + " " + what + ", so its ids cannot be reproduced.", file.path());
    }
}
