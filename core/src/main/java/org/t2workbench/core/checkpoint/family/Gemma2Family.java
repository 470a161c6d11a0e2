package org.t2workbench.core.checkpoint.family;

import java.util.List;
import org.t2workbench.core.checkpoint.MatrixKind;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.ModelLayout;

/**
 * Gemma 2: norms before and after attention and MLP, every second layer local, and soft caps on attention's scores and on the
 * logits.
 */
final class Gemma2Family extends Family {

    /** Norms stand before and after attention and the MLP. */
    static final StreamNorms NORMS = new StreamNorms(
            StreamNorms.Form.RMS_OFFSET,
            "model.layers.",
            "input_layernorm.weight",
            "post_attention_layernorm.weight",
            "pre_feedforward_layernorm.weight",
            "post_feedforward_layernorm.weight",
            "model.norm.weight");

    private static final int DEFAULT_CONTEXT = 8192;
    private static final int DEFAULT_HEAD_SIZE = 256;
    private static final int DEFAULT_WINDOW = 4096;
    private static final double DEFAULT_QUERY_SCALAR = 256;
    private static final double DEFAULT_EPSILON = 1e-6;

    /** The file leaves a cap out that is as published; null means none. */
    private static final double DEFAULT_ATTENTION_CAP = 50;

    private static final double DEFAULT_LOGIT_CAP = 30;

    Gemma2Family() {
        super("gemma2", "Gemma2ForCausalLM", "Gemma 2");
    }

    @Override
    String kernel() {
        return "gemma2";
    }

    @Override
    public List<String> kernels() {
        // its own attention, for the cap
        return List.of(kernel(), "gemma", "layer", "capped_output", "rotary", "decoder");
    }

    @Override
    ModelConfig read(ConfigKeys keys) {
        keys.sizes(DEFAULT_CONTEXT, DEFAULT_HEAD_SIZE)
                .activation("hidden_activation", "gelu_pytorch_tanh")
                .norms("rms_norm_eps", DEFAULT_EPSILON)
                .tied(true)
                .biases(keys.json().flag("attention_bias", false), false)
                .rotary()
                .scale(1 / Math.sqrt(keys.positive("query_pre_attn_scalar", DEFAULT_QUERY_SCALAR)))
                .window(
                        keys.json().has("sliding_window") ? keys.positions("sliding_window") : DEFAULT_WINDOW,
                        keys.localLayers(layer -> layer % 2 == 0));
        return keys.numbers(
                        Math.sqrt(keys.hiddenSize()),
                        cap(keys, "final_logit_softcapping", DEFAULT_LOGIT_CAP),
                        cap(keys, "attn_logit_softcapping", DEFAULT_ATTENTION_CAP))
                .build();
    }

    /** 0 for none. */
    static double cap(ConfigKeys keys, String key, double otherwise) {
        boolean none = keys.json().keys().contains(key) && !keys.json().has(key);
        return none || (otherwise == 0 && !keys.json().has(key)) ? 0 : keys.positive(key, otherwise);
    }

    @Override
    public StreamNorms norms() {
        return NORMS;
    }

    @Override
    public ModelLayout layout(ModelConfig config) {
        ModelLayout.Builder builder = new ModelLayout.Builder(config, "model.", "embed_tokens.weight");
        for (int l = 0; l < config.layers(); l++) {
            builder.layer(l, "layers." + l + ".").vector("input_layernorm.weight", config.hiddenSize());
            LlamaFamily.qkv(builder, config, config.attentionBias());
            rest(builder, config);
        }
        return LlamaFamily.end(builder, config);
    }

    /** From attention's output on. */
    static void rest(ModelLayout.Builder builder, ModelConfig config) {
        long width = config.hiddenSize();
        builder.matrix(MatrixKind.O, "self_attn.o_proj", width, config.querySize(), config.attentionBias())
                .vector("post_attention_layernorm.weight", width)
                .vector("pre_feedforward_layernorm.weight", width);
        LlamaFamily.mlp(builder, config, false);
        builder.vector("post_feedforward_layernorm.weight", width);
    }

    @Override
    public long normed(ModelConfig config) {
        return 4L * config.hiddenSize();
    }

    @Override
    public int keptScores() {
        // the scores' tanh, and the softmax
        return 2;
    }
}
