package org.t2workbench.core.checkpoint.family;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.t2workbench.core.checkpoint.AttentionPattern;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.Rotary;
import org.t2workbench.core.checkpoint.StoredDtype;
import org.t2workbench.core.job.InvalidInputException;

/**
 * A config.json on its way to a {@link ModelConfig}: the keys that all families share, with the names, defaults and limits of
 * Hugging Face's implementation. A family sets what it has of its own and builds.
 */
final class ConfigKeys {

    // bounds far above any published model; they keep products of two sizes within long and lists within memory
    static final int MAX_WIDTH = 1 << 20;
    private static final int MAX_LAYERS = 10_000;
    private static final int MAX_VOCABULARY = 1 << 24;

    private static final double DEFAULT_THETA = 10_000;

    private static final String LOCAL = "sliding_attention";
    private static final String GLOBAL = "full_attention";

    /** What is written where the weights themselves say their type. */
    private static final String WEIGHTS_OWN = "auto";

    private final JsonFile json;
    private final Family family;
    private int hiddenSize;
    private int intermediateSize;
    private int layers;
    private int heads;
    private int keyValueHeads;
    private int headSize;
    private int vocabularySize;
    private int contextLength;
    private double epsilon;
    private int originalContext;
    private Rotary rotary = Rotary.NONE;
    private double scale;
    private int window;
    private IntPredicate local = layer -> false;
    private IntPredicate turned = layer -> true;
    private IntPredicate second = layer -> false;
    private List<Double> numbers = List.of();
    private boolean attentionBias;
    private boolean mlpBias;
    private boolean tied;

    ConfigKeys(JsonFile json, Family family) {
        this.json = json;
        this.family = family;
    }

    JsonFile json() {
        return json;
    }

    /**
     * The sizes, under the names that all families but the oldest use.
     *
     * @param defaultHeadSize where the file leaves it out; 0: the width divided by the heads
     */
    ConfigKeys sizes(int defaultContext, int defaultHeadSize) {
        hiddenSize = json.count("hidden_size", MAX_WIDTH);
        intermediateSize = json.count("intermediate_size", MAX_WIDTH);
        layers = json.count("num_hidden_layers", MAX_LAYERS);
        heads = json.count("num_attention_heads", MAX_WIDTH);
        keyValueHeads = count("num_key_value_heads", heads);
        if (heads % keyValueHeads != 0) {
            throw json.wrong("num_key_value_heads", "a divisor of num_attention_heads (" + heads + ")");
        }
        if (!json.has("head_dim") && defaultHeadSize == 0 && hiddenSize % heads != 0) {
            throw json.wrong("num_attention_heads", "a divisor of hidden_size (" + hiddenSize + ")");
        }
        headSize = count("head_dim", defaultHeadSize == 0 ? Math.max(1, hiddenSize / heads) : defaultHeadSize);
        if ((long) heads * headSize > MAX_WIDTH) {
            throw new InvalidInputException(
                    "The model in " + json.file() + " has " + heads + " heads of " + headSize + " numbers; more than "
                            + MAX_WIDTH + " in all are not supported.",
                    json.file());
        }
        common(
                json.has("max_position_embeddings")
                        ? json.count("max_position_embeddings", Integer.MAX_VALUE)
                        : defaultContext);
        return this;
    }

    /** The sizes under GPT-2's names. */
    ConfigKeys gpt2Sizes() {
        hiddenSize = json.count("n_embd", MAX_WIDTH);
        intermediateSize = json.has("n_inner") ? json.count("n_inner", MAX_WIDTH) : 4 * hiddenSize;
        layers = json.count("n_layer", MAX_LAYERS);
        heads = json.count("n_head", MAX_WIDTH);
        keyValueHeads = heads;
        if (hiddenSize % heads != 0) {
            throw json.wrong("n_head", "a divisor of n_embd (" + hiddenSize + ")");
        }
        headSize = hiddenSize / heads;
        common(json.has("n_positions") ? json.count("n_positions", MAX_VOCABULARY) : 1024);
        return this;
    }

    private void common(int context) {
        contextLength = context;
        originalContext = context;
        vocabularySize = json.count("vocab_size", MAX_VOCABULARY);
        scale = 1 / Math.sqrt(headSize);
    }

    /** What the norms add to a mean square, and whether the output matrix is the embedding where the file does not say. */
    ConfigKeys norms(String key, double otherwise) {
        epsilon = positive(json, key, otherwise);
        return this;
    }

    ConfigKeys tied(boolean otherwise) {
        tied = json.flag("tie_word_embeddings", otherwise);
        return this;
    }

    ConfigKeys biases(boolean attention, boolean mlp) {
        attentionBias = attention;
        mlpBias = mlp;
        return this;
    }

    /** @throws InvalidInputException when the file names another activation */
    ConfigKeys activation(String key, String... allowed) {
        String name = json.text(key).orElse(allowed[0]);
        if (!Set.of(allowed).contains(name)) {
            throw json.wrong(key, "\"" + allowed[0] + "\"");
        }
        return this;
    }

    /** The context before it was stretched, where the file leaves it out; without this, the context itself. */
    ConfigKeys originalContext(int positions) {
        originalContext = positions;
        return this;
    }

    /** Positions turn queries and keys in one way in all layers. */
    ConfigKeys rotary() {
        return rotary(DEFAULT_THETA);
    }

    ConfigKeys rotary(double defaultTheta) {
        return rotary(RotaryKeys.read(this, defaultTheta));
    }

    ConfigKeys rotary(Rotary value) {
        rotary = value;
        return this;
    }

    /** Layers whose positions are turned by the second table. */
    ConfigKeys secondTable(IntPredicate layer) {
        second = layer;
        return this;
    }

    /** Layers whose positions are turned at all. */
    ConfigKeys turned(IntPredicate layer) {
        turned = layer;
        return this;
    }

    ConfigKeys scale(double value) {
        scale = value;
        return this;
    }

    /** Some layers see no more than so many positions, their own included. */
    ConfigKeys window(int positions, IntPredicate layer) {
        window = positions;
        local = layer;
        return this;
    }

    ConfigKeys numbers(double... values) {
        numbers = IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
        return this;
    }

    /**
     * Which layers are local: those that {@code layer_types} calls so, or else as given.
     *
     * @throws InvalidInputException when the list has another length or names another kind of layer
     */
    IntPredicate localLayers(IntPredicate otherwise) {
        List<String> types = json.texts("layer_types");
        if (types.isEmpty()) {
            return otherwise;
        }
        if (types.size() != layers || !Set.of(LOCAL, GLOBAL).containsAll(types)) {
            throw json.wrong(
                    "layer_types",
                    "a list of \"" + GLOBAL + "\" or \"" + LOCAL + "\" for each of the " + layers + " layers");
        }
        return layer -> types.get(layer).equals(LOCAL);
    }

    int layers() {
        return layers;
    }

    int headSize() {
        return headSize;
    }

    int hiddenSize() {
        return hiddenSize;
    }

    int contextLength() {
        return contextLength;
    }

    int originalContext() {
        return originalContext;
    }

    /** A whole number from 1, or the default where there is none. */
    int count(String key, int otherwise) {
        return json.has(key) ? json.count(key, MAX_WIDTH) : otherwise;
    }

    /** Positions of a window: a whole number from 1. */
    int positions(String key) {
        return json.count(key, Integer.MAX_VALUE);
    }

    /** A number above 0, or the default where there is none. */
    double positive(String key, double otherwise) {
        return positive(json, key, otherwise);
    }

    static double positive(JsonFile json, String key, double otherwise) {
        double value = json.number(key).orElse(otherwise);
        if (!(value > 0)) {
            throw json.wrong(key, "a number above 0");
        }
        return value;
    }

    InvalidInputException unsupported(String key, String what) {
        return new InvalidInputException(
                "The model in " + json.file() + " " + what + " (\"" + key + "\"), which is not supported.",
                json.file());
    }

    ModelConfig build() {
        List<AttentionPattern.Layer> pattern = IntStream.range(0, layers)
                .mapToObj(layer -> new AttentionPattern.Layer(local.test(layer), table(layer)))
                .toList();
        boolean anyLocal = pattern.stream().anyMatch(AttentionPattern.Layer::local);
        return new ModelConfig(
                family.modelType(),
                family.architecture(),
                hiddenSize,
                intermediateSize,
                layers,
                heads,
                keyValueHeads,
                headSize,
                vocabularySize,
                contextLength,
                epsilon,
                rotary,
                new AttentionPattern(scale, anyLocal ? window : 0, pattern),
                numbers,
                attentionBias,
                mlpBias,
                tied,
                storedDtype(),
                tokenId("bos_token_id"),
                json.wholeNumbers("eos_token_id"));
    }

    private int table(int layer) {
        if (rotary.tables().isEmpty() || !turned.test(layer)) {
            return -1;
        }
        return second.test(layer) ? 1 : 0;
    }

    private Optional<StoredDtype> storedDtype() {
        String key = json.has("dtype") ? "dtype" : "torch_dtype";
        String name = json.text(key).orElse(WEIGHTS_OWN).toLowerCase(Locale.ROOT);
        return switch (name) {
            case WEIGHTS_OWN -> Optional.empty();
            case "float32", "float" -> Optional.of(StoredDtype.F32);
            case "float16", "half" -> Optional.of(StoredDtype.F16);
            case "bfloat16" -> Optional.of(StoredDtype.BF16);
            default -> throw json.wrong(key, "\"float32\", \"float16\" or \"bfloat16\"");
        };
    }

    private OptionalInt tokenId(String key) {
        OptionalInt id = json.wholeNumber(key);
        if (id.isPresent() && id.getAsInt() < 0) {
            throw json.wrong(key, "a token id");
        }
        return id;
    }
}
