package org.t2workbench.core.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.OutOfResourcesException;

/**
 * Writes a learned vocabulary as the files Hugging Face's tools and this program read: tokenizer.json,
 * tokenizer_config.json and special_tokens_map.json.
 */
public final class TokenizerWriter {

    private static final JsonMapper MAPPER = new JsonMapper();

    private TokenizerWriter() {}

    /**
     * What a tokenizer is to do around the vocabulary. The three tokens are special tokens of the vocabulary.
     *
     * @param bos put before every text that is encoded with special tokens
     * @param pad fills up shorter texts of a batch
     * @param contextLength longest text the model was made for, in tokens
     * @param chatTemplate Jinja text
     */
    public record Settings(String bos, String eos, String pad, int contextLength, String chatTemplate) {}

    /**
     * @param folder is created when missing; files of these names in it are replaced
     * @throws IllegalArgumentException when bos, eos or pad is no special token of the vocabulary
     * @throws OutOfResourcesException when the folder cannot be written
     */
    public static void write(Path folder, BpeVocabulary vocabulary, Settings settings) {
        for (String token : List.of(settings.bos(), settings.eos(), settings.pad())) {
            if (!vocabulary.specialTokens().contains(token)) {
                throw new IllegalArgumentException(token + " is no special token of the vocabulary");
            }
        }
        writeJson(folder.resolve("tokenizer.json"), tokenizer(vocabulary, settings));
        writeJson(folder.resolve("tokenizer_config.json"), config(vocabulary, settings));
        writeJson(folder.resolve("special_tokens_map.json"), roles(MAPPER.createObjectNode(), settings));
    }

    private static ObjectNode tokenizer(BpeVocabulary vocabulary, Settings settings) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("version", "1.0");
        json.putNull("truncation");
        json.putNull("padding");
        ArrayNode added = json.putArray("added_tokens");
        for (int id = 0; id < vocabulary.specialTokens().size(); id++) {
            ObjectNode token = added.addObject().put("id", id);
            describe(token, vocabulary.specialTokens().get(id));
        }
        json.putNull("normalizer");
        ArrayNode steps =
                json.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
        steps.addObject().put("type", "Digits").put("individual_digits", true);
        byteLevel(steps.addObject());
        beginningOfText(
                json.putObject("post_processor"),
                settings.bos(),
                vocabulary.tokens().indexOf(settings.bos()));
        byteLevel(json.putObject("decoder"));
        model(json.putObject("model"), vocabulary);
        return json;
    }

    private static void describe(ObjectNode token, String content) {
        token.put("content", content)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
    }

    private static void byteLevel(ObjectNode step) {
        step.put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
    }

    /** A text A becomes {@code <bos> A}, a pair {@code <bos> A <bos> B}. */
    private static void beginningOfText(ObjectNode processor, String bos, int id) {
        processor.put("type", "TemplateProcessing");
        ArrayNode single = processor.putArray("single");
        special(single, bos, 0);
        sequence(single, "A", 0);
        ArrayNode pair = processor.putArray("pair");
        special(pair, bos, 0);
        sequence(pair, "A", 0);
        special(pair, bos, 1);
        sequence(pair, "B", 1);
        ObjectNode token = processor.putObject("special_tokens").putObject(bos).put("id", bos);
        token.putArray("ids").add(id);
        token.putArray("tokens").add(bos);
    }

    private static void special(ArrayNode list, String token, int type) {
        list.addObject().putObject("SpecialToken").put("id", token).put("type_id", type);
    }

    private static void sequence(ArrayNode list, String name, int type) {
        list.addObject().putObject("Sequence").put("id", name).put("type_id", type);
    }

    private static void model(ObjectNode model, BpeVocabulary vocabulary) {
        model.put("type", "BPE");
        model.putNull("dropout");
        model.putNull("unk_token");
        model.putNull("continuing_subword_prefix");
        model.putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
        ObjectNode ids = model.putObject("vocab");
        for (int id = 0; id < vocabulary.tokens().size(); id++) {
            ids.put(vocabulary.tokens().get(id), id);
        }
        ArrayNode merges = model.putArray("merges");
        for (BpeVocabulary.Merge merge : vocabulary.merges()) {
            merges.addArray().add(merge.left()).add(merge.right());
        }
    }

    private static ObjectNode config(BpeVocabulary vocabulary, Settings settings) {
        ObjectNode json = MAPPER.createObjectNode();
        ObjectNode added = json.putObject("added_tokens_decoder");
        for (int id = 0; id < vocabulary.specialTokens().size(); id++) {
            describe(
                    added.putObject(Integer.toString(id)),
                    vocabulary.specialTokens().get(id));
        }
        roles(json, settings);
        json.put("clean_up_tokenization_spaces", false);
        json.put("model_max_length", settings.contextLength());
        json.put("tokenizer_class", "PreTrainedTokenizerFast");
        json.put("chat_template", settings.chatTemplate());
        return json;
    }

    private static ObjectNode roles(ObjectNode json, Settings settings) {
        return json.put("bos_token", settings.bos())
                .put("eos_token", settings.eos())
                .put("pad_token", settings.pad());
    }

    private static void writeJson(Path file, ObjectNode json) {
        try {
            AtomicFile.writeText(file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
