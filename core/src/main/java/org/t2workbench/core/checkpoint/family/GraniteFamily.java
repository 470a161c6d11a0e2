package org.t2workbench.core.checkpoint.family;

import java.util.List;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.ModelLayout;

/** Granite 3, dense: Llama with multipliers on the embedding, on what each layer adds, on attention's scores and the logits. */
final class GraniteFamily extends Family {

    GraniteFamily() {
        super("granite", "GraniteForCausalLM", "Granite");
    }

    @Override
    String kernel() {
        return "granite";
    }

    @Override
    public List<String> kernels() {
        // its own output, for the logits' scale
        return List.of(kernel(), "layer", "attention", "rotary", "decoder");
    }

    @Override
    ModelConfig read(ConfigKeys keys) {
        return LlamaFamily.shared(keys)
                .rotary()
                .scale(keys.positive("attention_multiplier", 1))
                .numbers(
                        keys.positive("embedding_multiplier", 1),
                        keys.positive("residual_multiplier", 1),
                        keys.positive("logits_scaling", 1))
                .build();
    }

    @Override
    public ModelLayout layout(ModelConfig config) {
        boolean bias = config.attentionBias();
        return LlamaFamily.layout(config, bias, bias, config.mlpBias());
    }
}
