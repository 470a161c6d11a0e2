package org.t2workbench.core.checkpoint.family;

import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.ModelLayout;

/** Qwen 2 and 2.5: Llama with biases on q, k and v, and a window in the upper layers where it is switched on. */
final class Qwen2Family extends LlamaFamily {

    private static final int DEFAULT_CONTEXT = 32_768;
    private static final int DEFAULT_WINDOW = 4096;
    private static final int DEFAULT_GLOBAL_LAYERS = 28;
    private static final double DEFAULT_EPSILON = 1e-6;

    Qwen2Family() {
        super("qwen2", "Qwen2ForCausalLM", "Qwen2");
    }

    @Override
    ModelConfig read(ConfigKeys keys) {
        return shared(keys, 0).biases(true, false).build();
    }

    /** What Qwen 2 and 3 have in common. */
    static ConfigKeys shared(ConfigKeys keys, int defaultHeadSize) {
        keys.sizes(DEFAULT_CONTEXT, defaultHeadSize)
                .activation("hidden_act", "silu", "swish")
                .norms("rms_norm_eps", DEFAULT_EPSILON)
                .tied(false)
                .rotary();
        if (keys.json().flag("use_sliding_window", false)) {
            int window = keys.json().has("sliding_window") ? keys.positions("sliding_window") : DEFAULT_WINDOW;
            int global = keys.json().wholeNumber("max_window_layers").orElse(DEFAULT_GLOBAL_LAYERS);
            keys.window(window, keys.localLayers(layer -> layer >= global));
        }
        return keys;
    }

    @Override
    public ModelLayout layout(ModelConfig config) {
        return layout(config, true, false, false);
    }
}
