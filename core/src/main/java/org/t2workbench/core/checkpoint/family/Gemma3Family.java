package org.t2workbench.core.checkpoint.family;

import java.util.List;
import java.util.function.IntPredicate;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.ModelLayout;

/**
 * Gemma 3, text: as Gemma 2, but each head's query and key are normed instead of capped, five of six layers are local, and
 * these turn by frequencies of their own.
 */
final class Gemma3Family extends Family {

    private static final int DEFAULT_CONTEXT = 131_072;
    private static final int DEFAULT_HEAD_SIZE = 256;
    private static final int DEFAULT_WINDOW = 4096;
    private static final int DEFAULT_PATTERN = 6;
    private static final double DEFAULT_QUERY_SCALAR = 256;
    private static final double DEFAULT_EPSILON = 1e-6;
    private static final double DEFAULT_THETA = 1_000_000;
    private static final double DEFAULT_LOCAL_THETA = 10_000;

    Gemma3Family() {
        super("gemma3_text", "Gemma3ForCausalLM", "Gemma 3");
    }

    @Override
    String kernel() {
        return "gemma3";
    }

    @Override
    public List<String> kernels() {
        return List.of(kernel(), "gemma", "layer", "attention", "capped_output", "rotary", "decoder");
    }

    @Override
    ModelConfig read(ConfigKeys keys) {
        if (keys.json().flag("use_bidirectional_attention", false)) {
            throw keys.unsupported("use_bidirectional_attention", "looks at what comes after a token");
        }
        int pattern = keys.count("sliding_window_pattern", DEFAULT_PATTERN);
        keys.sizes(DEFAULT_CONTEXT, DEFAULT_HEAD_SIZE);
        IntPredicate local = keys.localLayers(layer -> (layer + 1) % pattern != 0);
        return keys.activation("hidden_activation", "gelu_pytorch_tanh")
                .norms("rms_norm_eps", DEFAULT_EPSILON)
                .tied(true)
                .biases(keys.json().flag("attention_bias", false), false)
                .rotary(RotaryKeys.readGlobalAndLocal(keys, DEFAULT_THETA, DEFAULT_LOCAL_THETA))
                .secondTable(local)
                .scale(1 / Math.sqrt(keys.positive("query_pre_attn_scalar", DEFAULT_QUERY_SCALAR)))
                .window(keys.json().has("sliding_window") ? keys.positions("sliding_window") : DEFAULT_WINDOW, local)
                .numbers(Math.sqrt(keys.hiddenSize()), Gemma2Family.cap(keys, "final_logit_softcapping", 0))
                .build();
    }

    @Override
    public StreamNorms norms() {
        return Gemma2Family.NORMS;
    }

    @Override
    public ModelLayout layout(ModelConfig config) {
        ModelLayout.Builder builder = new ModelLayout.Builder(config, "model.", "embed_tokens.weight");
        for (int l = 0; l < config.layers(); l++) {
            builder.layer(l, "layers." + l + ".").vector("input_layernorm.weight", config.hiddenSize());
            LlamaFamily.qkv(builder, config, config.attentionBias());
            builder.vector("self_attn.q_norm.weight", config.headSize())
                    .vector("self_attn.k_norm.weight", config.headSize());
            Gemma2Family.rest(builder, config);
        }
        return LlamaFamily.end(builder, config);
    }

    @Override
    public long normed(ModelConfig config) {
        return 4L * config.hiddenSize() + config.querySize() + config.keyValueSize();
    }
}
