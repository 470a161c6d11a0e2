package org.t2workbench.core.checkpoint.family;

import org.t2workbench.core.checkpoint.MatrixKind;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.ModelLayout;

/** Qwen 3, dense: each head's query and key are normed before they are turned. */
final class Qwen3Family extends Family {

    private static final int DEFAULT_HEAD_SIZE = 128;

    Qwen3Family() {
        super("qwen3", "Qwen3ForCausalLM", "Qwen3");
    }

    @Override
    String kernel() {
        return "qwen3";
    }

    @Override
    ModelConfig read(ConfigKeys keys) {
        return Qwen2Family.shared(keys, DEFAULT_HEAD_SIZE)
                .biases(keys.json().flag("attention_bias", false), false)
                .build();
    }

    @Override
    public ModelLayout layout(ModelConfig config) {
        long width = config.hiddenSize();
        ModelLayout.Builder builder = new ModelLayout.Builder(config, "model.", "embed_tokens.weight");
        for (int l = 0; l < config.layers(); l++) {
            builder.layer(l, "layers." + l + ".").vector("input_layernorm.weight", width);
            LlamaFamily.qkv(builder, config, config.attentionBias());
            builder.vector("self_attn.q_norm.weight", config.headSize())
                    .vector("self_attn.k_norm.weight", config.headSize())
                    .matrix(MatrixKind.O, "self_attn.o_proj", width, config.querySize(), config.attentionBias())
                    .vector("post_attention_layernorm.weight", width);
            LlamaFamily.mlp(builder, config, false);
        }
        return LlamaFamily.end(builder, config);
    }

    @Override
    public long normed(ModelConfig config) {
        return 2L * config.hiddenSize() + config.querySize() + config.keyValueSize();
    }
}
