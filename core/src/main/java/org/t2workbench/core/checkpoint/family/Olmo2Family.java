package org.t2workbench.core.checkpoint.family;

import org.t2workbench.core.checkpoint.MatrixKind;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.ModelLayout;

/** OLMo 2: norms stand after attention and MLP instead of before, and over all queries and all keys. */
final class Olmo2Family extends Family {

    private static final int DEFAULT_CONTEXT = 2048;
    private static final double DEFAULT_EPSILON = 1e-5;

    Olmo2Family() {
        super("olmo2", "Olmo2ForCausalLM", "OLMo 2");
    }

    @Override
    String kernel() {
        return "olmo2";
    }

    @Override
    ModelConfig read(ConfigKeys keys) {
        return keys.sizes(DEFAULT_CONTEXT, 0)
                .activation("hidden_act", "silu", "swish")
                .norms("rms_norm_eps", DEFAULT_EPSILON)
                .tied(false)
                .biases(keys.json().flag("attention_bias", false), false)
                .rotary()
                .build();
    }

    @Override
    public StreamNorms norms() {
        return new StreamNorms(
                StreamNorms.Form.RMS,
                "model.layers.",
                "",
                "post_attention_layernorm.weight",
                "",
                "post_feedforward_layernorm.weight",
                "model.norm.weight");
    }

    @Override
    public ModelLayout layout(ModelConfig config) {
        long width = config.hiddenSize();
        ModelLayout.Builder builder = new ModelLayout.Builder(config, "model.", "embed_tokens.weight");
        for (int l = 0; l < config.layers(); l++) {
            builder.layer(l, "layers." + l + ".");
            LlamaFamily.qkv(builder, config, config.attentionBias());
            builder.vector("self_attn.q_norm.weight", config.querySize())
                    .vector("self_attn.k_norm.weight", config.keyValueSize())
                    .matrix(MatrixKind.O, "self_attn.o_proj", width, config.querySize(), config.attentionBias())
                    .vector("post_attention_layernorm.weight", width);
            LlamaFamily.mlp(builder, config, false);
            builder.vector("post_feedforward_layernorm.weight", width);
        }
        return LlamaFamily.end(builder, config);
    }

    @Override
    public long normed(ModelConfig config) {
        return 2L * config.hiddenSize() + config.querySize() + config.keyValueSize();
    }
}
