package org.t2workbench.core.checkpoint.gguf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.t2workbench.core.job.InvalidInputException;

/**
 * How one architecture of GGUF files corresponds to a model type in the Hugging Face layout: names of tensors, and what
 * the converter changed in them. A further family is a further row of {@link #ALL}.
 *
 * @param architecture {@code general.architecture}, also the prefix of its metadata keys
 * @param modelType {@code model_type} of config.json
 * @param modelClass first of {@code architectures} of config.json
 * @param rotaryRowsPermuted whether the rows of query and key were reordered per head: the first half of a head's rows
 *     and its second half are interleaved
 * @param layerNames of a layer's modules, GGUF's to Hugging Face's
 */
record GgufFamily(
        String architecture,
        String modelType,
        String modelClass,
        boolean rotaryRowsPermuted,
        Map<String, String> layerNames) {

    private static final Map<String, String> LLAMA_LAYER = Map.of(
            "attn_norm", "input_layernorm",
            "attn_q", "self_attn.q_proj",
            "attn_k", "self_attn.k_proj",
            "attn_v", "self_attn.v_proj",
            "attn_output", "self_attn.o_proj",
            "ffn_norm", "post_attention_layernorm",
            "ffn_gate", "mlp.gate_proj",
            "ffn_up", "mlp.up_proj",
            "ffn_down", "mlp.down_proj");

    private static final List<GgufFamily> ALL =
            List.of(new GgufFamily("llama", "llama", "LlamaForCausalLM", true, LLAMA_LAYER));

    private static final Map<String, String> GLOBAL_NAMES = Map.of(
            "token_embd", "model.embed_tokens",
            "output_norm", "model.norm",
            "output", "lm_head");

    static final String EMBEDDING = "token_embd.weight";
    static final String OUTPUT = "output.weight";

    /** What rotary frequencies are divided by, one number per pair; computed from the configuration by the converter. */
    static final String ROPE_DIVISORS = "rope_freqs.weight";

    private static final Pattern LAYER = Pattern.compile("blk\\.(\\d{1,5})\\.(.+)\\.(weight|bias)");
    private static final Pattern GLOBAL = Pattern.compile("(.+)\\.(weight|bias)");

    GgufFamily {
        layerNames = Map.copyOf(layerNames);
    }

    /** @throws InvalidInputException when the file holds no model, or none of a supported architecture */
    static GgufFamily of(GgufFile file) {
        String type = file.text("general.type").orElse("model");
        if (!type.equals("model")) {
            throw new InvalidInputException(
                    "The GGUF file " + file.path() + " holds no model but is of the type \"" + type + "\".",
                    file.path());
        }
        String architecture =
                file.text("general.architecture").orElseThrow(() -> file.missing("general.architecture"));
        return ALL.stream()
                .filter(family -> family.architecture.equals(architecture))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        "The model in " + file.path() + " has the architecture \"" + architecture
                                + "\", which is not supported in GGUF files. Supported: "
                                + ALL.stream().map(GgufFamily::architecture).collect(Collectors.joining(", ")) + ".",
                        file.path()));
    }

    /** The family of a model type, for writing; empty when GGUF files of it are not supported. */
    static Optional<GgufFamily> ofModelType(String modelType) {
        return ALL.stream()
                .filter(family -> family.modelType.equals(modelType))
                .findFirst();
    }

    /** A metadata key of this architecture. */
    String key(String suffix) {
        return architecture + "." + suffix;
    }

    /** The name in the Hugging Face layout; empty for a tensor that this architecture does not have. */
    Optional<String> hubName(String ggufName) {
        Matcher layer = LAYER.matcher(ggufName);
        if (layer.matches()) {
            return Optional.ofNullable(layerNames.get(layer.group(2)))
                    .map(module -> "model.layers." + Integer.parseInt(layer.group(1)) + "." + module + "."
                            + layer.group(3));
        }
        Matcher global = GLOBAL.matcher(ggufName);
        return global.matches()
                ? Optional.ofNullable(GLOBAL_NAMES.get(global.group(1))).map(module -> module + "." + global.group(2))
                : Optional.empty();
    }

    /** The name in a GGUF file; empty for a tensor that this architecture does not have. */
    Optional<String> ggufName(String hubName) {
        Map<String, String> global = inverted(GLOBAL_NAMES);
        Map<String, String> layer = inverted(layerNames);
        int dot = hubName.lastIndexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String module = hubName.substring(0, dot);
        String suffix = hubName.substring(dot);
        if (global.containsKey(module)) {
            return Optional.of(global.get(module) + suffix);
        }
        Matcher inLayer = HUB_LAYER.matcher(module);
        return inLayer.matches()
                ? Optional.ofNullable(layer.get(inLayer.group(2)))
                        .map(name -> "blk." + inLayer.group(1) + "." + name + suffix)
                : Optional.empty();
    }

    private static final Pattern HUB_LAYER = Pattern.compile("model\\.layers\\.(\\d{1,5})\\.(.+)");

    /** Whether a tensor says nothing that the configuration does not say. */
    static boolean isDerived(String ggufName) {
        return ggufName.equals(ROPE_DIVISORS) || ggufName.endsWith(".attn_rot_embd.weight");
    }

    /** Whether the rows of this tensor, named as in the Hugging Face layout, were reordered. */
    boolean isPermuted(String hubName) {
        return rotaryRowsPermuted && (hubName.contains(".q_proj.") || hubName.contains(".k_proj."));
    }

    private static Map<String, String> inverted(Map<String, String> names) {
        Map<String, String> inverted = new HashMap<>();
        names.forEach((key, value) -> inverted.put(value, key));
        return inverted;
    }
}
