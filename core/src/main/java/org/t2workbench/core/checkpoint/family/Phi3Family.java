package org.t2workbench.core.checkpoint.family;

import org.t2workbench.core.checkpoint.MatrixKind;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.ModelLayout;

/** Phi-3, 3.5 and 4, text: q, k and v are one matrix, gate and up another; only a part of each head may be turned. */
final class Phi3Family extends Family {

    private static final int DEFAULT_CONTEXT = 4096;
    private static final double DEFAULT_EPSILON = 1e-5;

    Phi3Family() {
        super("phi3", "Phi3ForCausalLM", "Phi-3");
    }

    @Override
    String kernel() {
        return "phi3";
    }

    @Override
    ModelConfig read(ConfigKeys keys) {
        keys.sizes(DEFAULT_CONTEXT, 0)
                .activation("hidden_act", "silu", "swish")
                .norms("rms_norm_eps", DEFAULT_EPSILON)
                .tied(false)
                .originalContext(DEFAULT_CONTEXT)
                .rotary();
        if (keys.json().has("sliding_window")) {
            keys.window(keys.positions("sliding_window"), layer -> true);
        }
        return keys.build();
    }

    @Override
    public long keptParts(ModelConfig config) {
        return config.querySize() + 2L * config.keyValueSize() + 2L * config.intermediateSize();
    }

    @Override
    public ModelLayout layout(ModelConfig config) {
        long width = config.hiddenSize();
        long inner = config.intermediateSize();
        ModelLayout.Builder builder = new ModelLayout.Builder(config, "model.", "embed_tokens.weight");
        for (int l = 0; l < config.layers(); l++) {
            long fused = config.querySize() + 2L * config.keyValueSize();
            builder.layer(l, "layers." + l + ".")
                    .vector("input_layernorm.weight", width)
                    .matrix(MatrixKind.QKV, "self_attn.qkv_proj", fused, width, false)
                    .matrix(MatrixKind.O, "self_attn.o_proj", width, config.querySize(), false)
                    .vector("post_attention_layernorm.weight", width)
                    .matrix(MatrixKind.GATE_UP, "mlp.gate_up_proj", 2 * inner, width, false)
                    .matrix(MatrixKind.DOWN, "mlp.down_proj", width, inner, false);
        }
        return LlamaFamily.end(builder, config);
    }
}
