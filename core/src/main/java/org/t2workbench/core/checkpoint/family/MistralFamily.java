package org.t2workbench.core.checkpoint.family;

import org.t2workbench.core.checkpoint.ModelConfig;

/** Mistral 7B and its relatives: Llama, whose layers may all see no more than a sliding window. */
final class MistralFamily extends LlamaFamily {

    private static final int DEFAULT_CONTEXT = 131_072;
    private static final int DEFAULT_WINDOW = 4096;
    private static final double DEFAULT_EPSILON = 1e-6;

    MistralFamily() {
        super("mistral", "MistralForCausalLM", "Mistral");
    }

    @Override
    ModelConfig read(ConfigKeys keys) {
        keys.sizes(DEFAULT_CONTEXT, 0)
                .activation("hidden_act", "silu", "swish")
                .norms("rms_norm_eps", DEFAULT_EPSILON)
                .tied(false)
                .rotary();
        // left out, the first Mistral's window is meant; null says that there is none
        boolean said = keys.json().keys().contains("sliding_window");
        if (!said || keys.json().has("sliding_window")) {
            keys.window(said ? keys.positions("sliding_window") : DEFAULT_WINDOW, layer -> true);
        }
        return keys.build();
    }
}
