package org.t2workbench.core.checkpoint.gguf;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.t2workbench.core.checkpoint.ModelText;
import org.t2workbench.core.job.InvalidInputException;

/** Writes a GGUF file's metadata as the config.json that the same model has in the Hugging Face layout. */
final class GgufConfig {

    /** Only models that do not rotate queries and keys have it. */
    private static final String LEARNED_POSITIONS = "position_embd.weight";

    private static final JsonMapper MAPPER = new JsonMapper();

    private final GgufFile file;
    private final GgufFamily family;
    private final ObjectNode json = MAPPER.createObjectNode();

    private GgufConfig(GgufFile file, GgufFamily family) {
        this.file = file;
        this.family = family;
    }

    /**
     * @throws InvalidInputException when the metadata lack something, contradict themselves, or describe what is not
     *     supported
     */
    static ModelText write(GgufFile file, GgufFamily family) {
        return new GgufConfig(file, family).write();
    }

    private ModelText write() {
        refuseUnsupported();
        json.putArray("architectures").add(family.modelClass());
        json.put("model_type", family.modelType());
        family.settings().forEach(this::setting);
        json.put("vocab_size", vocabularySize());
        boolean rotates = !has(LEARNED_POSITIONS);
        if (rotates) {
            headSize();
            number("rope.freq_base").ifPresent(theta -> json.put("rope_theta", theta));
            ropeScaling();
        }
        json.put(rotates ? "hidden_act" : "activation_function", rotates ? "silu" : "gelu_new");
        json.put("attention_bias", has("blk.0.attn_q.bias") || has("blk.0.attn_output.bias"));
        json.put("mlp_bias", has("blk.0.ffn_down.bias"));
        json.put("tie_word_embeddings", !has(GgufFamily.OUTPUT));
        json.put("torch_dtype", GgufStorage.of(file).torchName());
        special("bos_token_id");
        special("eos_token_id");
        family.quirks().read(file, family, json);
        try {
            return ModelText.inside(file.path(), MAPPER.writeValueAsBytes(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void setting(GgufFamily.Setting setting) {
        if (setting.required() && !file.has(family.key(setting.ggufKey()))) {
            throw missing(setting.ggufKey());
        }
        if (setting.whole()) {
            whole(setting.ggufKey()).ifPresent(value -> json.put(setting.hubKey(), value));
        } else {
            number(setting.ggufKey()).ifPresent(value -> json.put(setting.hubKey(), value));
        }
    }

    private void refuseUnsupported() {
        if (whole("expert_count").orElse(0) > 0) {
            throw refused(
                    "is a mixture of experts in the sense of its architecture (" + family.key("expert_count") + ")");
        }
        file.header().tensors().values().forEach(tensor -> {
            if (!tensor.type().isReadable()) {
                throw new InvalidInputException(
                        "In the GGUF file " + file.path() + " the tensor " + tensor.name() + " is quantised as "
                                + tensor.type() + ", which cannot be read here; use an edition in F16, BF16, Q8_0 or"
                                + " one of Q2_K to Q6_K.",
                        file.path());
            }
        });
    }

    private void headSize() {
        int width = json.path("hidden_size").asInt();
        int heads = json.path("num_attention_heads").asInt();
        Optional<Integer> key = whole("attention.key_length");
        Optional<Integer> value = whole("attention.value_length");
        if (key.isPresent() && value.isPresent() && !key.equals(value)) {
            throw refused("has keys and values of different sizes");
        }
        if (key.isEmpty() && (heads == 0 || width % heads != 0)) {
            throw wrong("attention.head_count", "a divisor of the width " + width);
        }
        int size = key.orElseGet(() -> width / heads);
        json.put("head_dim", size);
        Optional<Integer> rotated = whole("rope.dimension_count");
        if (rotated.isPresent() && rotated.get() != size) {
            if (family.form().rotaryRowsPermuted()) {
                throw refused("rotates only " + rotated.get() + " of the " + size + " numbers of a head");
            }
            json.put("partial_rotary_factor", (double) rotated.get() / size);
        }
    }

    private int vocabularySize() {
        GgufTensor embedding = file.header().tensors().get(GgufFamily.EMBEDDING);
        if (embedding == null) {
            throw new InvalidInputException(
                    "The GGUF file " + file.path() + " lacks the tensor " + GgufFamily.EMBEDDING + ".", file.path());
        }
        return (int) Math.min(embedding.shape().get(0), Integer.MAX_VALUE);
    }

    private void ropeScaling() {
        GgufTensor divisors = file.header().tensors().get(RopeDivisors.TENSOR);
        if (divisors != null) {
            json.set("rope_scaling", RopeDivisors.read(file, divisors, json));
            return;
        }
        String type = file.text(family.key("rope.scaling.type")).orElse("none");
        // the oldest files have the factor alone
        Optional<Double> factor = number("rope.scaling.factor").or(() -> number("rope.scale_linear"));
        if (type.equals("none") && factor.orElse(1.0) == 1.0) {
            return;
        }
        ObjectNode scaling = json.putObject("rope_scaling");
        scaling.put("rope_type", type.equals("none") ? "linear" : type);
        factor.ifPresent(value -> scaling.put("factor", value));
        whole("rope.scaling.original_context_length")
                .ifPresent(value -> scaling.put("original_max_position_embeddings", value));
    }

    private void special(String name) {
        GgufTokens.special(file, name).ifPresent(id -> json.put(name, id));
    }

    private boolean has(String tensor) {
        return file.header().tensors().containsKey(tensor);
    }

    /** A number, or one per layer that are all the same. */
    private Optional<Integer> whole(String suffix) {
        String key = family.key(suffix);
        if (!file.isList(key)) {
            return file.wholeNumber(key);
        }
        List<Long> perLayer = file.wholeNumbers(key).stream().distinct().toList();
        if (perLayer.size() != 1 || perLayer.get(0) < 0 || perLayer.get(0) > Integer.MAX_VALUE) {
            throw refused("differs from layer to layer (" + key + ")");
        }
        return Optional.of(perLayer.get(0).intValue());
    }

    private Optional<Double> number(String suffix) {
        return file.number(family.key(suffix));
    }

    private InvalidInputException missing(String suffix) {
        return file.missing(family.key(suffix));
    }

    private InvalidInputException wrong(String suffix, String expected) {
        return file.wrong(family.key(suffix), expected);
    }

    private InvalidInputException refused(String what) {
        return new InvalidInputException(
                "The model in " + file.path() + " " + what + ", which is not supported.", file.path());
    }
}
