package org.t2workbench.core.checkpoint.family;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.t2workbench.core.checkpoint.AttentionPattern;
import org.t2workbench.core.checkpoint.MatrixKind;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.ModelLayout;
import org.t2workbench.core.checkpoint.Rotary;
import org.t2workbench.core.checkpoint.StoredDtype;

/** Llama 2 and 3, and all that call themselves so: SmolLM2, TinyLlama, the sample. */
public class LlamaFamily extends Family {

    private static final int DEFAULT_CONTEXT = 2048;
    private static final double DEFAULT_EPSILON = 1e-6;

    LlamaFamily() {
        super("llama", "LlamaForCausalLM", "Llama");
    }

    /** For families of the same kernel. */
    LlamaFamily(String modelType, String architecture, String label) {
        super(modelType, architecture, label);
    }

    @Override
    String kernel() {
        return "llama";
    }

    @Override
    public List<String> kernels() {
        return List.of(kernel(), "columns", "layer", "attention", "output", "rotary", "decoder");
    }

    @Override
    ModelConfig read(ConfigKeys keys) {
        return shared(keys).rotary().build();
    }

    /** What Llama's config.json says but for its positions. */
    static ConfigKeys shared(ConfigKeys keys) {
        return keys.sizes(DEFAULT_CONTEXT, 0)
                .activation("hidden_act", "silu", "swish")
                .norms("rms_norm_eps", DEFAULT_EPSILON)
                .tied(false)
                .biases(keys.json().flag("attention_bias", false), keys.json().flag("mlp_bias", false));
    }

    @Override
    public ModelLayout layout(ModelConfig config) {
        boolean bias = config.attentionBias();
        return layout(config, bias, bias, config.mlpBias());
    }

    /** @param qkvBias whether q, k and v have biases */
    static ModelLayout layout(ModelConfig config, boolean qkvBias, boolean outputBias, boolean mlpBias) {
        long width = config.hiddenSize();
        ModelLayout.Builder builder = new ModelLayout.Builder(config, "model.", "embed_tokens.weight");
        for (int l = 0; l < config.layers(); l++) {
            builder.layer(l, "layers." + l + ".").vector("input_layernorm.weight", width);
            qkv(builder, config, qkvBias);
            builder.matrix(MatrixKind.O, "self_attn.o_proj", width, config.querySize(), outputBias)
                    .vector("post_attention_layernorm.weight", width);
            mlp(builder, config, mlpBias);
        }
        return end(builder, config);
    }

    static void qkv(ModelLayout.Builder builder, ModelConfig config, boolean bias) {
        builder.matrix(MatrixKind.Q, "self_attn.q_proj", config.querySize(), config.hiddenSize(), bias)
                .matrix(MatrixKind.K, "self_attn.k_proj", config.keyValueSize(), config.hiddenSize(), bias)
                .matrix(MatrixKind.V, "self_attn.v_proj", config.keyValueSize(), config.hiddenSize(), bias);
    }

    static void mlp(ModelLayout.Builder builder, ModelConfig config, boolean bias) {
        builder.matrix(MatrixKind.GATE, "mlp.gate_proj", config.intermediateSize(), config.hiddenSize(), bias)
                .matrix(MatrixKind.UP, "mlp.up_proj", config.intermediateSize(), config.hiddenSize(), bias)
                .matrix(MatrixKind.DOWN, "mlp.down_proj", config.hiddenSize(), config.intermediateSize(), bias);
    }

    /** The last norm and the output matrix. */
    static ModelLayout end(ModelLayout.Builder builder, ModelConfig config) {
        return builder.afterLayers().vector("norm.weight", config.hiddenSize()).output("lm_head.weight");
    }

    /**
     * A Llama that is made here, not read: without biases, its positions not stretched, in f32.
     *
     * @param sizes of its parts
     * @param tied whether the output matrix is the embedding
     */
    public static ModelConfig config(
            Sizes sizes, double epsilon, double theta, boolean tied, OptionalInt bos, List<Integer> eos) {
        return new ModelConfig(
                "llama",
                "LlamaForCausalLM",
                sizes.hidden(),
                sizes.intermediate(),
                sizes.layers(),
                sizes.heads(),
                sizes.keyValueHeads(),
                sizes.headSize(),
                sizes.vocabulary(),
                sizes.context(),
                epsilon,
                Rotary.plain(sizes.headSize(), theta),
                new AttentionPattern(
                        1 / Math.sqrt(sizes.headSize()),
                        0,
                        IntStream.range(0, sizes.layers())
                                .mapToObj(layer -> new AttentionPattern.Layer(false, 0))
                                .toList()),
                List.of(),
                false,
                false,
                tied,
                Optional.of(StoredDtype.F32),
                bos,
                eos);
    }

    /** As in {@link ModelConfig}. */
    public record Sizes(
            int hidden,
            int intermediate,
            int layers,
            int heads,
            int keyValueHeads,
            int headSize,
            int vocabulary,
            int context) {}

    /** The config.json, as Hugging Face's tools expect it, of a model that {@link #config} made. */
    public static String toJson(ModelConfig config) {
        JsonMapper mapper = new JsonMapper();
        ObjectNode json = mapper.createObjectNode();
        json.putArray("architectures").add(config.architecture());
        json.put("model_type", config.modelType());
        json.put("hidden_size", config.hiddenSize());
        json.put("intermediate_size", config.intermediateSize());
        json.put("num_hidden_layers", config.layers());
        json.put("num_attention_heads", config.heads());
        json.put("num_key_value_heads", config.keyValueHeads());
        json.put("head_dim", config.headSize());
        json.put("vocab_size", config.vocabularySize());
        json.put("max_position_embeddings", config.contextLength());
        json.put("hidden_act", "silu");
        json.put("rms_norm_eps", config.normEpsilon());
        json.put("rope_theta", config.rotary().tables().get(0).theta());
        json.putNull("rope_scaling");
        json.put("attention_bias", false);
        json.put("mlp_bias", false);
        json.put("tie_word_embeddings", config.tieEmbeddings());
        json.put("torch_dtype", "float32");
        config.bosToken().ifPresent(id -> json.put("bos_token_id", id));
        if (config.eosTokens().size() == 1) {
            json.put("eos_token_id", config.eosTokens().get(0));
        } else if (!config.eosTokens().isEmpty()) {
            config.eosTokens().forEach(json.putArray("eos_token_id")::add);
        }
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
