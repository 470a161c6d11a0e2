package org.t2workbench.core.checkpoint.family;

import org.t2workbench.core.checkpoint.MatrixKind;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.ModelLayout;

/**
 * GPT-2: learned positions, LayerNorm, biases everywhere, q, k and v in one matrix. Its checkpoints have every matrix of a
 * layer transposed ("Conv1D").
 */
final class Gpt2Family extends Family {

    private static final double DEFAULT_EPSILON = 1e-5;

    Gpt2Family() {
        super("gpt2", "GPT2LMHeadModel", "GPT-2");
    }

    @Override
    String kernel() {
        return "gpt2";
    }

    @Override
    ModelConfig read(ConfigKeys keys) {
        if (keys.json().flag("scale_attn_by_inverse_layer_idx", false)) {
            throw keys.unsupported("scale_attn_by_inverse_layer_idx", "scales attention by the layer's number");
        }
        if (keys.json().flag("add_cross_attention", false)) {
            throw keys.unsupported("add_cross_attention", "attends to a second text");
        }
        keys.gpt2Sizes()
                .activation("activation_function", "gelu_new", "gelu_pytorch_tanh")
                .norms("layer_norm_epsilon", DEFAULT_EPSILON)
                .tied(true)
                .biases(true, true);
        if (!keys.json().flag("scale_attn_weights", true)) {
            keys.scale(1);
        }
        return keys.build();
    }

    @Override
    public int keptInner() {
        // no gate: what goes into the activation and what comes out
        return 2;
    }

    @Override
    public long keptParts(ModelConfig config) {
        return 3L * config.hiddenSize();
    }

    @Override
    public StreamNorms norms() {
        return new StreamNorms(
                StreamNorms.Form.LAYER,
                "transformer.h.",
                "ln_1.weight",
                "",
                "ln_2.weight",
                "",
                "transformer.ln_f.weight");
    }

    @Override
    public ModelLayout layout(ModelConfig config) {
        long width = config.hiddenSize();
        long inner = config.intermediateSize();
        ModelLayout.Builder builder = new ModelLayout.Builder(config, "transformer.", "wte.weight");
        builder.table("wpe.weight", config.contextLength());
        for (int l = 0; l < config.layers(); l++) {
            builder.layer(l, "h." + l + ".")
                    .vector("ln_1.weight", width)
                    .vector("ln_1.bias", width)
                    .transposed(MatrixKind.QKV, "attn.c_attn", 3 * width, width)
                    .transposed(MatrixKind.O, "attn.c_proj", width, width)
                    .vector("ln_2.weight", width)
                    .vector("ln_2.bias", width)
                    .transposed(MatrixKind.UP, "mlp.c_fc", inner, width)
                    .transposed(MatrixKind.DOWN, "mlp.c_proj", width, inner);
        }
        return builder.afterLayers()
                .vector("ln_f.weight", width)
                .vector("ln_f.bias", width)
                .output("lm_head.weight");
    }
}
