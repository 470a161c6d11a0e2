package org.t2workbench.core.checkpoint;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.t2workbench.core.job.InvalidInputException;

/**
 * The numbers of {@code config.json} that define a Llama-family model.
 *
 * @param modelType {@code model_type}
 * @param architecture first of {@code architectures}
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width inside the MLP
 * @param heads query heads per layer
 * @param keyValueHeads key and value heads per layer; divides {@code heads}
 * @param headSize numbers per head; even, not always hiddenSize / heads
 * @param contextLength most positions the model was made for
 * @param tieEmbeddings whether the output matrix is the embedding
 * @param storedDtype what the file says its weights are stored in; the weight files have the last word
 * @param eosTokens ids that end a text; may be empty
 */
public record ModelConfig(
        String modelType,
        String architecture,
        int hiddenSize,
        int intermediateSize,
        int layers,
        int heads,
        int keyValueHeads,
        int headSize,
        int vocabularySize,
        int contextLength,
        double normEpsilon,
        double ropeTheta,
        Optional<RopeScaling> ropeScaling,
        boolean tieEmbeddings,
        StoredDtype storedDtype,
        OptionalInt bosToken,
        List<Integer> eosTokens,
        boolean attentionBias,
        boolean mlpBias) {

    /** What can be loaded: model type and architecture. */
    private static final String SUPPORTED_TYPE = "llama";

    private static final String SUPPORTED_ARCHITECTURE = "LlamaForCausalLM";
    private static final String SUPPORTED =
            "Supported: model_type \"" + SUPPORTED_TYPE + "\" with the architecture " + SUPPORTED_ARCHITECTURE + ".";

    // bounds far above any published model; they keep products of two sizes within long and lists within memory
    private static final int MAX_WIDTH = 1 << 20;
    private static final int MAX_LAYERS = 10_000;
    private static final int MAX_VOCABULARY = 1 << 24;

    /** Llama's defaults in Hugging Face's implementation, used where the file leaves a number out. */
    private static final int DEFAULT_CONTEXT = 2048;

    private static final double DEFAULT_NORM_EPSILON = 1e-6;
    private static final double DEFAULT_ROPE_THETA = 10_000;

    public ModelConfig {
        eosTokens = List.copyOf(eosTokens);
    }

    /**
     * @throws InvalidInputException when the file is missing or malformed, describes another architecture, or asks for
     *     something that is not supported; the message names file, key and what is supported
     */
    public static ModelConfig read(Path configJson) {
        JsonFile json = JsonFile.read(configJson);
        String modelType = modelType(json);
        String architecture = architecture(json);
        refuseUnsupported(json);

        int hiddenSize = json.count("hidden_size", MAX_WIDTH);
        int heads = json.count("num_attention_heads", MAX_WIDTH);
        int keyValueHeads = json.has("num_key_value_heads") ? json.count("num_key_value_heads", MAX_WIDTH) : heads;
        if (heads % keyValueHeads != 0) {
            throw json.wrong("num_key_value_heads", "a divisor of num_attention_heads (" + heads + ")");
        }
        if (!json.has("head_dim") && hiddenSize % heads != 0) {
            throw json.wrong("num_attention_heads", "a divisor of hidden_size (" + hiddenSize + ")");
        }
        int headSize = json.has("head_dim") ? json.count("head_dim", MAX_WIDTH) : hiddenSize / heads;
        if (headSize % 2 != 0) {
            throw new InvalidInputException(
                    "The model in " + configJson + " has heads of " + headSize
                            + " numbers, but rotary positions need an even number.",
                    configJson);
        }
        // newer files keep theta and scaling together in rope_parameters
        JsonFile rope = json.object("rope_parameters").orElse(json);
        return new ModelConfig(
                modelType,
                architecture,
                hiddenSize,
                json.count("intermediate_size", MAX_WIDTH),
                json.count("num_hidden_layers", MAX_LAYERS),
                heads,
                keyValueHeads,
                headSize,
                json.count("vocab_size", MAX_VOCABULARY),
                json.has("max_position_embeddings")
                        ? json.count("max_position_embeddings", Integer.MAX_VALUE)
                        : DEFAULT_CONTEXT,
                positive(json, "rms_norm_eps", DEFAULT_NORM_EPSILON),
                positive(rope, "rope_theta", DEFAULT_ROPE_THETA),
                ropeScaling(json),
                json.flag("tie_word_embeddings", false),
                storedDtype(json),
                tokenId(json, "bos_token_id"),
                json.wholeNumbers("eos_token_id"),
                json.flag("attention_bias", false),
                json.flag("mlp_bias", false));
    }

    /** Numbers in one attention key (or value) row of a layer. */
    public int keyValueSize() {
        return keyValueHeads * headSize;
    }

    /** Numbers in the query rows of a layer, all heads side by side. */
    public int querySize() {
        return heads * headSize;
    }

    /** The file as Hugging Face's tools expect it. */
    public String toJson() {
        JsonMapper mapper = new JsonMapper();
        ObjectNode json = mapper.createObjectNode();
        json.putArray("architectures").add(architecture);
        json.put("model_type", modelType);
        json.put("hidden_size", hiddenSize);
        json.put("intermediate_size", intermediateSize);
        json.put("num_hidden_layers", layers);
        json.put("num_attention_heads", heads);
        json.put("num_key_value_heads", keyValueHeads);
        json.put("head_dim", headSize);
        json.put("vocab_size", vocabularySize);
        json.put("max_position_embeddings", contextLength);
        json.put("hidden_act", "silu");
        json.put("rms_norm_eps", normEpsilon);
        json.put("rope_theta", ropeTheta);
        ropeScaling.ifPresentOrElse(
                scaling -> json.putObject("rope_scaling")
                        .put("rope_type", "llama3")
                        .put("factor", scaling.factor())
                        .put("low_freq_factor", scaling.lowFrequencyFactor())
                        .put("high_freq_factor", scaling.highFrequencyFactor())
                        .put("original_max_position_embeddings", scaling.originalContext()),
                () -> json.putNull("rope_scaling"));
        json.put("attention_bias", attentionBias);
        json.put("mlp_bias", mlpBias);
        json.put("tie_word_embeddings", tieEmbeddings);
        json.put("torch_dtype", torchName(storedDtype));
        bosToken.ifPresent(id -> json.put("bos_token_id", id));
        if (eosTokens.size() == 1) {
            json.put("eos_token_id", eosTokens.get(0));
        } else if (!eosTokens.isEmpty()) {
            eosTokens.forEach(json.putArray("eos_token_id")::add);
        }
        ObjectWriter writer = mapper.writerWithDefaultPrettyPrinter();
        try {
            return writer.writeValueAsString(json) + "\n";
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String modelType(JsonFile json) {
        Optional<String> type = json.text("model_type");
        if (type.isEmpty()) {
            throw new InvalidInputException(
                    "The file " + json.file() + " does not say which kind of model it is: \"model_type\" is missing. "
                            + SUPPORTED,
                    json.file());
        }
        if (!type.get().equals(SUPPORTED_TYPE)) {
            throw new InvalidInputException(
                    "The model in " + json.file() + " is of the type \"" + type.get() + "\", which is not supported. "
                            + SUPPORTED,
                    json.file());
        }
        return type.get();
    }

    private static String architecture(JsonFile json) {
        List<String> architectures = json.texts("architectures");
        // base checkpoints leave it out; the type alone then decides
        String architecture = architectures.isEmpty() ? SUPPORTED_ARCHITECTURE : architectures.get(0);
        if (!architecture.equals(SUPPORTED_ARCHITECTURE)) {
            throw new InvalidInputException(
                    "The model in " + json.file() + " has the architecture \"" + architecture
                            + "\", which is not supported. " + SUPPORTED,
                    json.file());
        }
        return architecture;
    }

    private static void refuseUnsupported(JsonFile json) {
        String activation = json.text("hidden_act").orElse("silu");
        if (!activation.equals("silu") && !activation.equals("swish")) {
            throw json.wrong("hidden_act", "\"silu\"");
        }
        if (json.has("quantization_config")) {
            throw new InvalidInputException(
                    "The model in " + json.file()
                            + " is quantised (\"quantization_config\"); use its F32, F16 or BF16 version.",
                    json.file());
        }
    }

    private static double positive(JsonFile json, String key, double otherwise) {
        double value = json.number(key).orElse(otherwise);
        if (!(value > 0)) {
            throw json.wrong(key, "a number above 0");
        }
        return value;
    }

    private static Optional<RopeScaling> ropeScaling(JsonFile json) {
        String section = json.has("rope_parameters") ? "rope_parameters" : "rope_scaling";
        Optional<JsonFile> scaling = json.object(section);
        if (scaling.isEmpty()) {
            return Optional.empty();
        }
        JsonFile rope = scaling.get();
        String type = rope.text("rope_type").or(() -> rope.text("type")).orElse("default");
        if (type.equals("default")) {
            return Optional.empty();
        }
        if (!type.equals("llama3")) {
            throw new InvalidInputException(
                    "The model in " + json.file() + " stretches its positions by \"" + type + "\" (" + section
                            + "); supported are none and \"llama3\".",
                    json.file());
        }
        for (String key : List.of("factor", "low_freq_factor", "high_freq_factor")) {
            if (!rope.has(key)) {
                throw rope.missing(key);
            }
        }
        double low = positive(rope, "low_freq_factor", 1);
        double high = positive(rope, "high_freq_factor", 4);
        if (!(high > low)) {
            throw rope.wrong("high_freq_factor", "a number above low_freq_factor (" + low + ")");
        }
        return Optional.of(new RopeScaling(
                positive(rope, "factor", 1),
                low,
                high,
                rope.count("original_max_position_embeddings", Integer.MAX_VALUE)));
    }

    private static StoredDtype storedDtype(JsonFile json) {
        String key = json.has("dtype") ? "dtype" : "torch_dtype";
        String name = json.text(key).orElse("float32").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "float32", "float" -> StoredDtype.F32;
            case "float16", "half" -> StoredDtype.F16;
            case "bfloat16" -> StoredDtype.BF16;
            default -> throw json.wrong(key, "\"float32\", \"float16\" or \"bfloat16\"");
        };
    }

    private static String torchName(StoredDtype dtype) {
        return switch (dtype) {
            case F16 -> "float16";
            case BF16 -> "bfloat16";
            default -> "float32";
        };
    }

    private static OptionalInt tokenId(JsonFile json, String key) {
        OptionalInt id = json.wholeNumber(key);
        if (id.isPresent() && id.getAsInt() < 0) {
            throw json.wrong(key, "a token id");
        }
        return id;
    }
}
