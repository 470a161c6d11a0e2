package org.t2workbench.core.checkpoint.gguf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.t2workbench.core.checkpoint.gguf.GgufFamily.Form;
import org.t2workbench.core.checkpoint.gguf.GgufFamily.Names;
import org.t2workbench.core.checkpoint.gguf.GgufFamily.Quirks;
import org.t2workbench.core.checkpoint.gguf.GgufFamily.Setting;
import org.t2workbench.core.job.InvalidInputException;

/** The architectures of GGUF files that are supported. A further one is a further row of {@link #ALL}. */
final class GgufFamilies {

    /** What rotary frequencies are divided by in texts within and beyond the first context, where each has its own. */
    static final String SHORT_FACTORS = "rope_factors_short.weight";

    static final String LONG_FACTORS = "rope_factors_long.weight";

    private static final Form PLAIN = new Form(false, 0, false);
    private static final Form PERMUTED = new Form(true, 0, false);
    private static final Form SHIFTED = new Form(false, 1, false);
    private static final Form TRANSPOSED = new Form(false, 0, true);

    private static final Map<String, String> OUTSIDE =
            Map.of("token_embd", "model.embed_tokens", "output_norm", "model.norm", "output", "lm_head");

    private static final Map<String, String> ATTENTION = Map.of(
            "attn_q", "self_attn.q_proj",
            "attn_k", "self_attn.k_proj",
            "attn_v", "self_attn.v_proj",
            "attn_output", "self_attn.o_proj");
    private static final Map<String, String> HEAD_NORMS =
            Map.of("attn_q_norm", "self_attn.q_norm", "attn_k_norm", "self_attn.k_norm");
    private static final Map<String, String> MLP =
            Map.of("ffn_gate", "mlp.gate_proj", "ffn_up", "mlp.up_proj", "ffn_down", "mlp.down_proj");
    private static final Map<String, String> NORMS_BEFORE =
            Map.of("attn_norm", "input_layernorm", "ffn_norm", "post_attention_layernorm");
    private static final Map<String, String> NORMS_AFTER =
            Map.of("post_attention_norm", "post_attention_layernorm", "post_ffw_norm", "post_feedforward_layernorm");
    private static final Map<String, String> NORMS_AROUND = Map.of(
            "attn_norm", "input_layernorm",
            "post_attention_norm", "post_attention_layernorm",
            "ffn_norm", "pre_feedforward_layernorm",
            "post_ffw_norm", "post_feedforward_layernorm");

    private static final List<Setting> COMMON = List.of(
            whole("hidden_size", "embedding_length"),
            whole("intermediate_size", "feed_forward_length"),
            whole("num_hidden_layers", "block_count"),
            whole("num_attention_heads", "attention.head_count"),
            new Setting("num_key_value_heads", "attention.head_count_kv", true, false),
            whole("max_position_embeddings", "context_length"),
            new Setting("rms_norm_eps", "attention.layer_norm_rms_epsilon", false, true));

    private static final List<Setting> MULTIPLIERS = List.of(
            number("attention_multiplier", "attention.scale"),
            number("embedding_multiplier", "embedding_scale"),
            number("residual_multiplier", "residual_scale"),
            number("logits_scaling", "logit_scale"));

    private static final List<Setting> GPT_2 = List.of(
            whole("n_embd", "embedding_length"),
            whole("n_inner", "feed_forward_length"),
            whole("n_layer", "block_count"),
            whole("n_head", "attention.head_count"),
            whole("n_positions", "context_length"),
            new Setting("layer_norm_epsilon", "attention.layer_norm_epsilon", false, true));

    private static final List<GgufFamily> ALL = List.of(
            family(
                    "llama",
                    "LlamaForCausalLM",
                    PERMUTED,
                    names(List.of(NORMS_BEFORE, ATTENTION, MLP)),
                    COMMON,
                    Quirks.NONE),
            family(
                    "qwen2",
                    "Qwen2ForCausalLM",
                    PLAIN,
                    names(List.of(NORMS_BEFORE, ATTENTION, MLP)),
                    COMMON,
                    Quirks.NONE),
            family(
                    "qwen3",
                    "Qwen3ForCausalLM",
                    PLAIN,
                    names(List.of(NORMS_BEFORE, ATTENTION, HEAD_NORMS, MLP)),
                    COMMON,
                    Quirks.NONE),
            family(
                    "smollm3",
                    "SmolLM3ForCausalLM",
                    PERMUTED,
                    names(List.of(NORMS_BEFORE, ATTENTION, MLP)),
                    COMMON,
                    Quirks.NONE),
            family(
                    "granite",
                    "GraniteForCausalLM",
                    PERMUTED,
                    names(List.of(NORMS_BEFORE, ATTENTION, MLP)),
                    both(COMMON, MULTIPLIERS),
                    new GgufQuirks.Multipliers(MULTIPLIERS)),
            family(
                    "olmo2",
                    "Olmo2ForCausalLM",
                    PLAIN,
                    names(List.of(NORMS_AFTER, ATTENTION, HEAD_NORMS, MLP)),
                    COMMON,
                    Quirks.NONE),
            family(
                    "gemma2",
                    "Gemma2ForCausalLM",
                    SHIFTED,
                    names(List.of(NORMS_AROUND, ATTENTION, MLP)),
                    COMMON,
                    new GgufQuirks.Gemma2()),
            new GgufFamily(
                    "gemma3",
                    "gemma3_text",
                    "Gemma3ForCausalLM",
                    SHIFTED,
                    names(List.of(NORMS_AROUND, ATTENTION, HEAD_NORMS, MLP)),
                    COMMON,
                    new GgufQuirks.Gemma3()),
            family(
                    "phi3",
                    "Phi3ForCausalLM",
                    PLAIN,
                    names(List.of(
                            NORMS_BEFORE,
                            Map.of("attn_qkv", "self_attn.qkv_proj", "attn_output", "self_attn.o_proj"),
                            Map.of("ffn_up", "mlp.gate_up_proj", "ffn_down", "mlp.down_proj"))),
                    COMMON,
                    new GgufQuirks.Phi3()),
            family(
                    "gpt2",
                    "GPT2LMHeadModel",
                    TRANSPOSED,
                    new Names(
                            "transformer.h.",
                            Map.of(
                                    "token_embd", "transformer.wte",
                                    "position_embd", "transformer.wpe",
                                    "output_norm", "transformer.ln_f",
                                    "output", "lm_head"),
                            Map.of(
                                    "attn_norm", "ln_1",
                                    "attn_qkv", "attn.c_attn",
                                    "attn_output", "attn.c_proj",
                                    "ffn_norm", "ln_2",
                                    "ffn_up", "mlp.c_fc",
                                    "ffn_down", "mlp.c_proj")),
                    GPT_2,
                    Quirks.NONE));

    private GgufFamilies() {}

    /** @throws InvalidInputException when the file holds no model, or none of a supported architecture */
    static GgufFamily of(GgufFile file) {
        String type = file.text("general.type").orElse("model");
        if (!type.equals("model")) {
            throw new InvalidInputException(
                    "The GGUF file " + file.path() + " holds no model but is of the type \"" + type + "\".",
                    file.path());
        }
        String architecture = file.text("general.architecture").orElseThrow(() -> file.missing("general.architecture"));
        return ALL.stream()
                .filter(family -> family.architecture().equals(architecture))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        "The model in " + file.path() + " has the architecture \"" + architecture
                                + "\", which is not supported in GGUF files. Supported are "
                                + ALL.stream().map(GgufFamily::architecture).collect(Collectors.joining(", ")) + ".",
                        file.path()));
    }

    /** The family of a model type, for writing; empty when GGUF files of it are not supported. */
    static Optional<GgufFamily> ofModelType(String modelType) {
        // llama.cpp has no architecture of Mistral's
        String type = modelType.equals("mistral") ? "llama" : modelType;
        return ALL.stream().filter(family -> family.modelType().equals(type)).findFirst();
    }

    private static GgufFamily family(
            String type, String modelClass, Form form, Names names, List<Setting> settings, Quirks quirks) {
        return new GgufFamily(type, type, modelClass, form, names, settings, quirks);
    }

    private static Names names(List<Map<String, String>> parts) {
        Map<String, String> all = new HashMap<>();
        parts.forEach(all::putAll);
        return new Names("model.layers.", OUTSIDE, all);
    }

    private static List<Setting> both(List<Setting> first, List<Setting> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static Setting whole(String hubKey, String ggufKey) {
        return new Setting(hubKey, ggufKey, true, true);
    }

    private static Setting number(String hubKey, String ggufKey) {
        return new Setting(hubKey, ggufKey, false, false);
    }
}
