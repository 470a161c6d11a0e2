package org.t2workbench.core.checkpoint.gguf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.gguf.GgufFamily.Quirks;
import org.t2workbench.core.checkpoint.gguf.GgufFamily.Setting;
import org.t2workbench.core.job.InvalidInputException;

/** What single architectures have beside their tables: numbers that llama.cpp knows by itself, and what files add to them. */
final class GgufQuirks {

    private static final String WINDOW = "attention.sliding_window";
    private static final String LOGIT_CAP = "final_logit_softcapping";
    private static final String ATTENTION_CAP = "attn_logit_softcapping";

    private GgufQuirks() {}

    /** Numbers that config.json has under names of its own. */
    record Multipliers(List<Setting> settings) implements Quirks {

        Multipliers {
            settings = List.copyOf(settings);
        }

        @Override
        public void write(ModelConfig config, JsonFile json, GgufFamily family, GgufMetadata metadata) {
            for (Setting setting : settings) {
                metadata.put(
                        family.key(setting.ggufKey()),
                        json.number(setting.hubKey()).orElse(1));
            }
        }
    }

    /** Gemma 2: soft caps, a window in every second layer. */
    static final class Gemma2 implements Quirks {

        /** The one size whose queries are not scaled by the size of a head. */
        private static final int LARGEST_LAYERS = 46;

        private static final int USUAL_WINDOW = 4096;
        private static final double USUAL_LOGIT_CAP = 30;
        private static final double USUAL_ATTENTION_CAP = 50;

        @Override
        public void read(GgufFile file, GgufFamily family, ObjectNode config) {
            gemma(config, LARGEST_LAYERS);
            config.put("sliding_window", file.wholeNumber(family.key(WINDOW)).orElse(USUAL_WINDOW));
            config.put(LOGIT_CAP, file.number(family.key(LOGIT_CAP)).orElse(USUAL_LOGIT_CAP));
            config.put(ATTENTION_CAP, file.number(family.key(ATTENTION_CAP)).orElse(USUAL_ATTENTION_CAP));
        }

        @Override
        public void write(ModelConfig config, JsonFile json, GgufFamily family, GgufMetadata metadata) {
            metadata.put(family.key(WINDOW), config.attention().window());
            // the family's own numbers: scale of the embedding, cap of the logits, cap of attention's scores
            metadata.put(family.key(LOGIT_CAP), config.numbers().get(1));
            metadata.put(family.key(ATTENTION_CAP), config.numbers().get(2));
        }
    }

    /** Gemma 3: five of six layers have a window, and frequencies of their own. */
    static final class Gemma3 implements Quirks {

        private static final int LARGEST_LAYERS = 62;
        private static final int PATTERN = 6;
        private static final double LOCAL_THETA = 10_000;

        @Override
        public void read(GgufFile file, GgufFamily family, ObjectNode config) {
            gemma(config, LARGEST_LAYERS);
            config.put(
                    "sliding_window",
                    file.wholeNumber(family.key(WINDOW)).orElseThrow(() -> file.missing(family.key(WINDOW))));
            config.put("sliding_window_pattern", PATTERN);
            config.put(
                    "rope_local_base_freq",
                    file.number(family.key("rope.freq_base_swa")).orElse(LOCAL_THETA));
            file.number(family.key(LOGIT_CAP)).filter(cap -> cap > 0).ifPresent(cap -> config.put(LOGIT_CAP, cap));
        }

        @Override
        public void write(ModelConfig config, JsonFile json, GgufFamily family, GgufMetadata metadata) {
            metadata.put(family.key(WINDOW), config.attention().window());
            metadata.put(
                    family.key("rope.freq_base_swa"),
                    config.rotary().tables().get(1).theta());
            double cap = config.numbers().get(1);
            if (cap > 0) {
                metadata.put(family.key(LOGIT_CAP), cap);
            }
        }
    }

    private static void gemma(ObjectNode config, int largestLayers) {
        config.remove("hidden_act");
        config.put("hidden_activation", "gelu_pytorch_tanh");
        boolean largest = config.path("num_hidden_layers").asInt() == largestLayers;
        config.put(
                "query_pre_attn_scalar",
                largest
                        ? config.path("hidden_size").asInt()
                                / config.path("num_attention_heads").asInt()
                        : config.path("head_dim").asInt());
    }

    /** Phi-3: a window, and factors for each frequency in texts within and beyond the first context. */
    static final class Phi3 implements Quirks {

        private static final int MAX_PAIRS = 1 << 12;

        @Override
        public void read(GgufFile file, GgufFamily family, ObjectNode config) {
            file.wholeNumber(family.key(WINDOW))
                    .filter(window -> window > 0)
                    .ifPresent(window -> config.put("sliding_window", window));
            // without it, llama.cpp takes the whole context, where a config.json without it means 4096
            file.wholeNumber(family.key("rope.scaling.original_context_length"))
                    .or(() -> file.wholeNumber(family.key("context_length")))
                    .ifPresent(length -> config.put("original_max_position_embeddings", length));
            GgufTensor near = file.header().tensors().get(GgufFamilies.SHORT_FACTORS);
            GgufTensor far = file.header().tensors().get(GgufFamilies.LONG_FACTORS);
            if (near != null && far != null) {
                ObjectNode scaling = config.putObject("rope_scaling").put("rope_type", "longrope");
                list(scaling.putArray("short_factor"), file, near);
                list(scaling.putArray("long_factor"), file, far);
            } else if (near != null || far != null) {
                throw new InvalidInputException(
                        "The model in " + file.path()
                                + " has factors for its rotary positions in short texts or in long" + " ones only.",
                        file.path());
            }
        }

        private static void list(ArrayNode target, GgufFile file, GgufTensor tensor) {
            for (float factor : file.vector(tensor, MAX_PAIRS)) {
                target.add(Double.parseDouble(Float.toString(factor)));
            }
        }

        @Override
        public void write(ModelConfig config, JsonFile json, GgufFamily family, GgufMetadata metadata) {
            metadata.put(family.key(WINDOW), config.attention().window());
            if (config.rotary().longAfter() > 0) {
                metadata.put(
                        family.key("rope.scaling.original_context_length"),
                        config.rotary().longAfter());
                metadata.put(
                        family.key("rope.scaling.attn_factor"), config.rotary().magnitude());
            }
        }
    }
}
