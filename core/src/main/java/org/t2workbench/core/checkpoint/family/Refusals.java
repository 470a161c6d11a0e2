package org.t2workbench.core.checkpoint.family;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.job.InvalidInputException;

/** Kinds of models that are not computed here, each told by its name. */
final class Refusals {

    /** Keys under which mixtures of experts say how many experts they have. */
    private static final List<String> EXPERTS =
            List.of("num_local_experts", "num_experts", "n_routed_experts", "moe_num_experts", "num_experts_per_tok");

    /** Keys under which models that see or hear keep the settings of that part. */
    private static final List<String> SENSES =
            List.of("vision_config", "audio_config", "vision_tower", "img_processor");

    /** Types whose configurations give themselves away by no key. */
    private static final List<String> MULTIMODAL =
            List.of("gemma3", "gemma3n", "mllama", "paligemma", "idefics", "llava", "pixtral", "phi4mm", "kosmos-2");

    private static final List<String> MIXTURES = List.of("mixtral", "dbrx", "arctic");

    /** What people call the methods of {@code quant_method}. */
    private static final Map<String, String> METHODS = Map.of(
            "gptq", "GPTQ",
            "awq", "AWQ",
            "fp8", "FP8",
            "fbgemm_fp8", "FP8 (fbgemm_fp8)",
            "bitsandbytes", "bitsandbytes",
            "bitnet", "BitNet",
            "mxfp4", "MXFP4");

    private Refusals() {}

    static void check(JsonFile json, String type) {
        String words = type.toLowerCase(Locale.ROOT);
        if (MULTIMODAL.stream().anyMatch(words::equals)
                || words.contains("_vl")
                || words.contains("llava")
                || words.contains("idefics")
                || SENSES.stream().anyMatch(json::has)) {
            throw new InvalidInputException(
                    "The model in " + json.file() + " (\"" + type
                            + "\") reads pictures or sound beside text, which is not supported; open a model of text alone.",
                    json.file());
        }
        if (MIXTURES.contains(words)
                || words.contains("moe")
                || EXPERTS.stream().anyMatch(key -> json.wholeNumber(key).orElse(0) > 1)) {
            throw new InvalidInputException(
                    "The model in " + json.file() + " (\"" + type
                            + "\") is a mixture of experts, which is not supported; open a dense model.",
                    json.file());
        }
        Optional<JsonFile> quantisation = json.object("quantization_config");
        if (quantisation.isPresent()) {
            String method = method(quantisation.get());
            throw new InvalidInputException(
                    "The model in " + json.file() + " is quantised" + method
                            + " (\"quantization_config\"), which is not supported; use its F32, F16 or BF16 version.",
                    json.file());
        }
    }

    /** {@code " with GPTQ"}, or nothing where the file does not say. */
    private static String method(JsonFile quantisation) {
        Optional<String> name = quantisation.text("quant_method");
        if (name.isEmpty()) {
            boolean bits = quantisation.has("load_in_4bit") || quantisation.has("load_in_8bit");
            return bits ? " with bitsandbytes" : "";
        }
        return " with " + METHODS.getOrDefault(name.get().toLowerCase(Locale.ROOT), name.get());
    }
}
