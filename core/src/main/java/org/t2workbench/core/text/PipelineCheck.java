package org.t2workbench.core.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.t2workbench.core.job.InvalidInputException;

/**
 * Checks the steps around a tokenizer's vocabulary before the native library sees them. That library ends the whole
 * process on several contradictions it does not look for when it loads a file; so only what language models of this kind
 * use is let through, and only where it fits together.
 */
final class PipelineCheck {

    private static final Set<String> MODELS = Set.of("BPE");
    private static final Set<String> NORMALIZERS =
            Set.of("Sequence", "NFC", "NFD", "NFKC", "NFKD", "Lowercase", "Prepend", "Replace");
    private static final Set<String> PRE_TOKENIZERS = Set.of(
            "Sequence", "ByteLevel", "Digits", "Split", "Metaspace", "Whitespace", "WhitespaceSplit", "Punctuation");
    private static final Set<String> POST_PROCESSORS = Set.of("Sequence", "ByteLevel", "TemplateProcessing");
    private static final Set<String> DECODERS =
            Set.of("Sequence", "ByteLevel", "Replace", "ByteFallback", "Fuse", "Strip", "Metaspace");

    private final Path file;
    private final Vocabulary vocabulary;
    private boolean emptiesText;

    PipelineCheck(Path file, Vocabulary vocabulary) {
        this.file = file;
        this.vocabulary = vocabulary;
    }

    /**
     * @param steps the parts of tokenizer.json beside vocabulary and merges, by their keys; of the model its settings
     * @param addedAfterNormalizing whether there are added tokens that are looked for in normalised text
     * @throws InvalidInputException naming what is not supported or contradicts itself
     */
    void check(Map<String, JsonNode> steps, boolean addedAfterNormalizing) {
        model(steps.getOrDefault("model", MissingNode.getInstance()));
        for (JsonNode step : flat(steps, "normalizer", "normalizers", NORMALIZERS)) {
            replacement(step, "normalizer");
        }
        if (emptiesText && addedAfterNormalizing) {
            throw broken("its normalizer can leave nothing of an added token");
        }
        for (JsonNode step : flat(steps, "pre_tokenizer", "pretokenizers", PRE_TOKENIZERS)) {
            pattern(step, "pre_tokenizer");
        }
        for (JsonNode step : flat(steps, "decoder", "decoders", DECODERS)) {
            replacement(step, "decoder");
            if (type(step).equals("Strip")
                    && step.path("start").asLong() != 0
                    && step.path("stop").asLong() != 0) {
                throw broken("its decoder strips both ends of every token");
            }
        }
        for (JsonNode step : flat(steps, "post_processor", "processors", POST_PROCESSORS)) {
            template(step);
        }
    }

    private void model(JsonNode model) {
        // the oldest files leave the type out; only BPE has merges
        String type = model.path("type").asText(model.has("merges") ? "BPE" : "");
        if (!MODELS.contains(type)) {
            throw broken("its model is of the type \"" + type + "\"; supported is BPE");
        }
        for (String key : List.of("continuing_subword_prefix", "end_of_word_suffix")) {
            if (!model.path(key).asText("").isEmpty() && !model.path(key).isNull()) {
                throw broken("its model has a " + key + ", which is not supported");
            }
        }
        if (model.path("dropout").asDouble(0) != 0) {
            throw broken("its model drops merges at random (dropout)");
        }
        JsonNode unknown = model.path("unk_token");
        if (unknown.isTextual() && !vocabulary.ids().containsKey(unknown.asText())) {
            throw broken("its unk_token is not in the vocabulary");
        }
    }

    /** The steps of a part, sequences resolved. */
    private List<JsonNode> flat(Map<String, JsonNode> steps, String part, String elements, Set<String> supported) {
        List<JsonNode> flat = new ArrayList<>();
        List<JsonNode> open = new ArrayList<>();
        Optional.ofNullable(steps.get(part)).filter(step -> !step.isNull()).ifPresent(open::add);
        while (!open.isEmpty()) {
            JsonNode step = open.remove(open.size() - 1);
            String type = type(step);
            if (!supported.contains(type)) {
                throw broken("its " + part + " uses \"" + type + "\", which is not supported");
            }
            if (type.equals("Sequence")) {
                step.path(elements).forEach(open::add);
            } else {
                flat.add(step);
            }
        }
        return flat;
    }

    private void replacement(JsonNode step, String part) {
        if (type(step).equals("Replace")) {
            pattern(step, part);
            emptiesText |= step.path("content").asText().isEmpty();
        }
    }

    private void pattern(JsonNode step, String part) {
        JsonNode pattern = step.path("pattern");
        if (pattern.isMissingNode()) {
            return;
        }
        String text = pattern.path("String").asText(pattern.path("Regex").asText(""));
        if (text.isEmpty()) {
            throw broken("its " + part + " has an empty pattern");
        }
        if (pattern.has("Regex") && canTakeForever(text)) {
            throw broken("its " + part + " has a pattern that can take forever");
        }
    }

    /**
     * Whether a group is repeated without bound, or refers back to another. No published pattern needs that, and it is
     * the usual way to a search whose time grows exponentially, which the native library ends with the process.
     */
    private static boolean canTakeForever(String regex) {
        int classDepth = 0;
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            char next = i + 1 < regex.length() ? regex.charAt(i + 1) : ' ';
            if (c == '\\') {
                if (classDepth == 0 && ((next >= '1' && next <= '9') || next == 'k' || next == 'g')) {
                    return true;
                }
                i++;
            } else if (c == '[') {
                classDepth++;
            } else if (c == ']' && classDepth > 0) {
                classDepth--;
            } else if (c == ')' && classDepth == 0) {
                boolean unbounded = next == '{' && regex.startsWith(",}", regex.indexOf(',', i));
                if (next == '*' || next == '+' || unbounded) {
                    return true;
                }
            }
        }
        return false;
    }

    private void template(JsonNode step) {
        if (!type(step).equals("TemplateProcessing")) {
            return;
        }
        JsonNode tokens = step.path("special_tokens");
        for (JsonNode token : tokens) {
            if (token.path("ids").isEmpty()
                    || token.path("ids").size() != token.path("tokens").size()) {
                throw broken("its post_processor has a special token without ids");
            }
            for (JsonNode id : token.path("ids")) {
                if (!id.canConvertToInt() || vocabulary.token(id.intValue()) == null) {
                    throw broken("its post_processor adds the id " + id.asText() + ", which is not in the vocabulary");
                }
            }
        }
        pieces(step.path("single"), tokens, Set.of("A"));
        pieces(step.path("pair"), tokens, Set.of("A", "B"));
    }

    private void pieces(JsonNode pieces, JsonNode tokens, Set<String> sequences) {
        for (JsonNode piece : pieces) {
            JsonNode special = piece.path("SpecialToken").path("id");
            JsonNode sequence = piece.path("Sequence").path("id");
            if (special.isTextual() ? !tokens.has(special.asText()) : !sequences.contains(sequence.asText())) {
                throw broken("its post_processor refers to \"" + special.asText(sequence.asText())
                        + "\", which it does not define");
            }
        }
    }

    private static String type(JsonNode step) {
        return step.path("type").asText("");
    }

    private InvalidInputException broken(String what) {
        return new InvalidInputException("The tokenizer " + file + " cannot be used: " + what + ".", file);
    }
}
