package org.t2workbench.core.checkpoint.gguf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a byte-level vocabulary's texts are cut into words before pairs are merged. A GGUF file names the way
 * ({@code tokenizer.ggml.pre}) and llama.cpp has its patterns; they are written here as Hugging Face's tokenizers have
 * them, where the two differ only in form. Patterns are applied one after the other, each to what the others left whole.
 *
 * @param names under which files refer to it; the first is the one that is written
 * @param digits whether every digit is a word, before the patterns
 * @param patterns of words
 * @param gpt2 whether GPT-2's own pattern comes last
 * @param composes whether texts are brought into Unicode's form NFC first
 * @param ignoresMerges whether a word that is a token is that token, however its pairs would merge
 * @param addsBos whether a text begins with the BOS where the file does not say
 */
record PreTokenizer(
        List<String> names,
        boolean digits,
        List<String> patterns,
        boolean gpt2,
        boolean composes,
        boolean ignoresMerges,
        boolean addsBos) {

    private static final String CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    private static final String REST = "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    /** Words with up to one sign before them, digits by threes. */
    private static final String LLAMA_3 =
            CONTRACTIONS + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}" + REST;

    /** The same with digits one by one. */
    private static final String QWEN_2 = CONTRACTIONS + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}" + REST;

    private static final String QWEN_35 = CONTRACTIONS
            + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{L}\\p{M}]+|\\p{N}| ?[^\\s\\p{L}\\p{M}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private static final String UPPER = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
    private static final String LOWER = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
    private static final String SIGNS = "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private static final String TEKKEN = "[^\\r\\n\\p{L}\\p{N}]?" + UPPER + "*" + LOWER + "+|[^\\r\\n\\p{L}\\p{N}]?" + UPPER
            + "+" + LOWER + "*|\\p{N}" + SIGNS;

    private static final String GPT_4O = "[^\\r\\n\\p{L}\\p{N}]?" + UPPER + "*" + LOWER + "+" + CONTRACTIONS
            + "?|[^\\r\\n\\p{L}\\p{N}]?" + UPPER + "+" + LOWER + "*" + CONTRACTIONS + "?|\\p{N}{1,3}" + SIGNS;

    private static final List<String> DEEPSEEK_LLM = List.of(
            "[\r\n]",
            "\\s?[A-Za-z\u00B5\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u01BA\u01BC-\u01BF\u01C4-\u0293\u0295-\u02AF"
                    + "\u0370-\u0373\u0376\u0377\u037B-\u037D\u037F\u0386\u0388-\u038A\u038C\u038E-\u03A1\u03A3-\u03F5"
                    + "\u03F7-\u0481\u048A-\u052F\u0531-\u0556\u10A0-\u10C5\u13A0-\u13F5\u13F8-\u13FD\u1C90-\u1CBA\u1CBD-"
                    + "\u1CBF\u1D00-\u1D2B\u1D6B-\u1D77\u1D79-\u1D9A\u1E00-\u1F15\u1F18-\u1F1D\u1F20-\u1F45\u1F48-\u1F4D"
                    + "\u1F50-\u1F57\u1F59\u1F5B\u1F5D\u1F5F-\u1F7D\u1F80-\u1FB4\u1FB6-\u1FBC\u1FBE\u1FC2-\u1FC4\u1FC6-"
                    + "\u1FCC\u1FD0-\u1FD3\u1FD6-\u1FDB\u1FE0-\u1FEC\u1FF2-\u1FF4\u1FF6-\u1FFC\u2102\u2107\u210A-\u2113"
                    + "\u2115\u2119-\u211D\u2124\u2126\u2128\u212A-\u212D\u212F-\u2134\u2139\u213C-\u213F\u2145-\u2149"
                    + "\u214E\u2183\u2184\u2C00-\u2C7B\u2C7E-\u2CE4\u2CEB-\u2CEE\u2CF2\u2CF3\uA640-\uA66D\uA680-\uA69B"
                    + "\uA722-\uA76F\uA771-\uA787\uA78B-\uA78E\uAB70-\uABBF\uFB00-\uFB06\uFB13-\uFB17\uFF21-\uFF3A\uFF41-"
                    + "\uFF5A\uD801\uDC00-\uD801\uDC4F\uD801\uDCB0-\uD801\uDCD3\uD801\uDCD8-\uD801\uDCFB\uD803\uDC80-\uD803"
                    + "\uDCB2\uD803\uDCC0-\uD803\uDCF2\uD806\uDCA0-\uD806\uDCDF\uD83A\uDD00-\uD83A\uDD43]+",
            "\\s?[!-/:-~\uFF01-\uFF0F\uFF1A-\uFF5E\u2018-\u201F\u3000-\u3002]+",
            "\\s+$",
            "[\u4E00-\u9FA5\u0800-\u4E00\uAC00-\uD7FF]+",
            "\\p{N}+");

    private static final List<String> DEEPSEEK_CODER = List.of(
            "[\r\n]",
            "\\s?\\p{L}+",
            "\\s?\\p{P}+",
            "[\u4E00-\u9FA5\u0800-\u4E00\uAC00-\uD7FF]+",
            "\\p{N}");

    private static final List<String> DEEPSEEK_V3 = List.of(
            "\\p{N}{1,3}",
            "[\u4E00-\u9FA5\u3040-\u309F\u30A0-\u30FF]+",
            "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?["
                    + "\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+");

    private static final String SEED_CODER = CONTRACTIONS
            + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1}| ?[^\\s\\p{L}\\p{N}\\r\\n]+|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private static final String SENTENCES = " ?[^(\\s|.,!?\u2026\u3002\uFF0C\u3001\u0964\u06D4\u060C)]+";

    /** GPT-2's pattern, where others follow it. */
    private static final String GPT_2 =
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

    private static final List<PreTokenizer> ALL = List.of(
            gpt2(false, "gpt-2", "phi-2", "jais", "trillion", "exaone4", "gigachat", "a.x-4.0", "mellum"),
            gpt2(true, "olmo", "mpt"),
            digits(false, "smollm", "starcoder", "refact", "codeshell", "exaone", "minerva-7b"),
            digits(true, "command-r"),
            split(LLAMA_3, true, true, "llama-bpe", "llama3", "llama-v3", "falcon3", "midm-2.0", "lfm2"),
            split(LLAMA_3, false, false, "dbrx", "smaug-bpe", "chatglm-bpe"),
            split(LLAMA_3, true, false, "glm4"),
            composed(QWEN_2, "qwen2", "deepseek-r1-qwen", "megrez", "kormo"),
            split(QWEN_2, false, false, "stablelm2", "hunyuan", "grok-2"),
            split(QWEN_35, false, false, "qwen35"),
            split(TEKKEN, true, true, "tekken"),
            split(GPT_4O, false, false, "gpt-4o", "llama4", "kanana2"),
            split(SEED_CODER, false, false, "seed-coder"),
            all(DEEPSEEK_LLM, "deepseek-llm"),
            all(DEEPSEEK_CODER, "deepseek-coder"),
            all(DEEPSEEK_V3, "deepseek-v3", "hunyuan-dense"),
            all(List.of(SENTENCES, "\\p{N}"), "viking"),
            all(List.of("[\\p{P}\\$\\+<=>\\^~\\|]+", GPT_2, "\\p{N}+", "[0-9][0-9][0-9]"), "default"));

    PreTokenizer {
        names = List.copyOf(names);
        patterns = List.copyOf(patterns);
    }

    static Optional<PreTokenizer> named(String name) {
        return ALL.stream().filter(each -> each.names.contains(name)).findFirst();
    }

    static List<PreTokenizer> all() {
        return ALL;
    }

    /** The step {@code normalizer} of tokenizer.json; null where there is none. */
    @Nullable
    ObjectNode normalizer() {
        return composes ? JsonNodeFactory.instance.objectNode().put("type", "NFC") : null;
    }

    /** The step {@code pre_tokenizer} of tokenizer.json. */
    ObjectNode step() {
        ObjectNode sequence = JsonNodeFactory.instance.objectNode().put("type", "Sequence");
        ArrayNode steps = sequence.putArray("pretokenizers");
        if (digits) {
            steps.addObject().put("type", "Digits").put("individual_digits", true);
        }
        for (String pattern : patterns) {
            ObjectNode step = steps.addObject().put("type", "Split");
            step.putObject("pattern").put("Regex", pattern);
            step.put("behavior", "Isolated").put("invert", false);
        }
        steps.addObject()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", gpt2);
        return sequence;
    }

    private static PreTokenizer gpt2(boolean composes, String... names) {
        return new PreTokenizer(List.of(names), false, List.of(), true, composes, false, false);
    }

    private static PreTokenizer digits(boolean composes, String... names) {
        return new PreTokenizer(List.of(names), true, List.of(), true, composes, false, false);
    }

    private static PreTokenizer split(String pattern, boolean ignoresMerges, boolean addsBos, String... names) {
        return new PreTokenizer(List.of(names), false, List.of(pattern), false, false, ignoresMerges, addsBos);
    }

    private static PreTokenizer composed(String pattern, String... names) {
        return new PreTokenizer(List.of(names), false, List.of(pattern), false, true, false, false);
    }

    private static PreTokenizer all(List<String> patterns, String... names) {
        return new PreTokenizer(List.of(names), false, patterns, false, false, false, false);
    }
}
