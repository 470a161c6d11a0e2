package org.t2workbench.core.checkpoint.family;

import java.util.List;
import java.util.function.IntPredicate;
import org.t2workbench.core.checkpoint.ModelConfig;

/** SmolLM3: Llama, with every fourth layer blind to positions (NoPE). */
final class SmolLm3Family extends LlamaFamily {

    private static final int DEFAULT_CONTEXT = 32_768;
    private static final int DEFAULT_INTERVAL = 4;
    private static final double DEFAULT_THETA = 2_000_000;
    private static final double DEFAULT_EPSILON = 1e-6;

    SmolLm3Family() {
        super("smollm3", "SmolLM3ForCausalLM", "SmolLM3");
    }

    @Override
    ModelConfig read(ConfigKeys keys) {
        keys.sizes(DEFAULT_CONTEXT, 0)
                .activation("hidden_act", "silu", "swish")
                .norms("rms_norm_eps", DEFAULT_EPSILON)
                .tied(true)
                .biases(keys.json().flag("attention_bias", false), keys.json().flag("mlp_bias", false))
                .rotary(DEFAULT_THETA);
        IntPredicate turned = turned(keys);
        keys.turned(turned);
        if (keys.json().flag("use_sliding_window", false) && keys.json().has("sliding_window")) {
            keys.window(keys.positions("sliding_window"), keys.localLayers(turned.negate()));
        }
        return keys.build();
    }

    private static IntPredicate turned(ConfigKeys keys) {
        List<Integer> flags = keys.json().wholeNumbers("no_rope_layers");
        if (flags.isEmpty()) {
            int interval = keys.count("no_rope_layer_interval", DEFAULT_INTERVAL);
            return layer -> (layer + 1) % interval != 0;
        }
        // despite the key's name, 1 is a layer with positions
        if (flags.size() != keys.layers()) {
            throw keys.json().wrong("no_rope_layers", "a list of 0 or 1 for each of the " + keys.layers() + " layers");
        }
        return layer -> flags.get(layer) != 0;
    }
}
