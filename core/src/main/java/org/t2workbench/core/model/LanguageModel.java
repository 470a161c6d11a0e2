package org.t2workbench.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.checkpoint.ModelLayout;
import org.t2workbench.core.checkpoint.ModelTensor;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.OutOfResourcesException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Kernel;
import org.t2workbench.core.kernel.TensorList;
import org.t2workbench.core.kernel.Tensors;
import org.t2workbench.core.text.ChatTemplate;
import org.t2workbench.core.text.Tokenizer;

/**
 * A model of any supported family with its weights in native memory. Compute thread only, except where a method says
 * otherwise. Whoever opened a model closes it, before the engine and after everything made from it.
 */
public final class LanguageModel implements AutoCloseable {

    /** Numbers that an array of Java holds on every virtual machine. */
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final ComputeEngine engine;
    private final @Nullable ModelFiles files;
    private final String name;
    private final ModelConfig config;
    private final Dtype dtype;
    private final NDManager scope;
    private final Map<String, NDArray> weights;
    private final WeightView baseWeights;
    private final List<MatrixInfo> matrices;
    private final ForwardArguments forwardArguments;
    private @Nullable Tokenizer tokenizer;

    private LanguageModel(
            ComputeEngine engine,
            @Nullable ModelFiles files,
            String name,
            ModelConfig config,
            Dtype dtype,
            NDManager scope,
            Map<String, NDArray> weights) {
        this.engine = engine;
        this.files = files;
        this.name = name;
        this.config = config;
        this.dtype = dtype;
        this.scope = scope;
        this.weights = weights;
        ModelLayout layout = config.layout();
        if (config.tieEmbeddings()) {
            weights.put(layout.output(), weights.get(layout.embedding()));
        }
        this.baseWeights = WeightView.joined(new TensorList(ordered(layout)));
        this.matrices = MatrixInfo.of(config);
        this.forwardArguments = new ForwardArguments(engine, scope, config);
    }

    /** The weights in the kernel's order, nothing in the place of an absent bias, the output matrix last. */
    private List<NDArray> ordered(ModelLayout layout) {
        NDArray none = new Tensors(engine).empty(scope, dtype, 0);
        List<NDArray> ordered = new ArrayList<>();
        for (ModelTensor tensor : layout.tensors()) {
            ordered.add(tensor.isPresent() ? weight(tensor.name()) : none);
        }
        if (config.tieEmbeddings()) {
            ordered.add(weight(layout.output()));
        }
        return ordered;
    }

    /**
     * Reads the weights tensor by tensor; beside the weights themselves this takes a few megabytes.
     *
     * @throws InvalidInputException when the stored weights do not fit their configuration or cannot be used
     * @throws OutOfResourcesException when the machine has not the memory, before anything is read
     * @throws CancelledException when cancelled; nothing stays in memory then
     */
    public static LanguageModel open(
            ComputeEngine engine, ModelFiles files, Dtype dtype, Progress progress, CancellationToken token) {
        ModelConfig config = files.config();
        AvailableMemory.require(weightBytes(config, dtype), "load the model " + files.name() + " in " + dtype.label());
        NDManager scope = engine.newScope();
        boolean opened = false;
        try (TensorSource source = files.openTensors()) {
            Map<String, NDArray> weights =
                    new WeightLoader(new Tensors(engine), dtype).load(config, source, scope, progress, token);
            LanguageModel model = new LanguageModel(engine, files, files.name(), config, dtype, scope, weights);
            opened = true;
            return model;
        } finally {
            if (!opened) {
                scope.close();
            }
        }
    }

    /**
     * A model that was never trained: matrices of evenly distributed numbers around 0, norms of 1. For measurements and as
     * the start of a training.
     *
     * @throws OutOfResourcesException when the machine has not the memory
     */
    public static LanguageModel random(ComputeEngine engine, String name, ModelConfig config, Dtype dtype, long seed) {
        AvailableMemory.require(weightBytes(config, dtype), "make the model " + name + " in " + dtype.label());
        NDManager scope = engine.newScope();
        Map<String, NDArray> weights = new WeightLoader(new Tensors(engine), dtype).random(config, scope, seed);
        return new LanguageModel(engine, null, name, config, dtype, scope, weights);
    }

    /** Number of parameters; a tied output matrix counts once. Any thread. */
    public static long parameters(ModelConfig config) {
        return config.layout().parameters();
    }

    /** Bytes of the weights in memory. Any thread. */
    public static long weightBytes(ModelConfig config, Dtype dtype) {
        return Math.multiplyExact(parameters(config), dtype.bytes());
    }

    /** Any thread. */
    public ModelConfig config() {
        return config;
    }

    /** What people call the model. Any thread. */
    public String name() {
        return name;
    }

    /**
     * Where the model was read from. Any thread.
     *
     * @throws IllegalStateException for a model that was made, not read
     */
    public ModelFiles files() {
        if (files == null) {
            throw new IllegalStateException(name + " was not read from any file");
        }
        return files;
    }

    /** Ids that end an answer; may be empty. Any thread. */
    public Set<Integer> stopTokens() {
        return Set.copyOf(files == null ? config.eosTokens() : files.stopTokens());
    }

    /** What the weights are held and computed in. Any thread. */
    public Dtype dtype() {
        return dtype;
    }

    /**
     * The tokenizer that belongs to the model, opened at the first call; closed with the model.
     *
     * @throws InvalidInputException when tokenizer.json is missing or broken
     */
    public Tokenizer tokenizer() {
        if (tokenizer == null) {
            tokenizer = Tokenizer.open(files());
        }
        return tokenizer;
    }

    /**
     * The chat template that came with the model, where there is one. Any thread.
     *
     * @throws InvalidInputException when it is malformed
     */
    public Optional<ChatTemplate> chatTemplate() {
        return files == null ? Optional.empty() : ChatTemplate.open(files);
    }

    /** The matrices that can be adapted, layer by layer. Any thread. */
    public List<MatrixInfo> matrices() {
        return matrices;
    }

    public ComputeEngine engine() {
        return engine;
    }

    /**
     * A weight by its name in the checkpoint; owned by the model. A tied output matrix is the embedding itself.
     *
     * @throws InvalidInputException when the model has no such tensor
     */
    public NDArray weight(String tensor) {
        NDArray weight = weights.get(tensor);
        if (weight == null) {
            throw new InvalidInputException(
                    "The model " + name + " has no tensor " + tensor + ".", files == null ? null : files.path());
        }
        return weight;
    }

    /** The model as it was read; closed with the model. */
    public WeightView baseWeights() {
        return baseWeights;
    }

    /** For kernels that contain the forward pass. */
    public ForwardArguments forwardArguments() {
        return forwardArguments;
    }

    /**
     * Next-token logits at every position: row t scores what follows tokens 0 to t. In f32, or narrowed to it from f64.
     *
     * @throws InvalidInputException for no tokens, more than the context holds, more than have their logits held at once, or
     *     an id outside the vocabulary
     * @throws OutOfResourcesException when the memory for the logits is not there
     */
    public float[][] logits(WeightView view, int[] tokens) {
        checkTokens(tokens);
        AvailableMemory.require(
                2L * Float.BYTES * logitsOf(tokens.length, config.vocabularySize()),
                "hold the logits at every position");
        try (NDManager call = scope.newSubManager()) {
            NDArray logits = logits(call, view, call.create(widened(tokens), new Shape(1, tokens.length)));
            float[] flat = new Tensors(engine).toFloats(logits);
            float[][] rows = new float[tokens.length][config.vocabularySize()];
            for (int t = 0; t < rows.length; t++) {
                System.arraycopy(flat, t * rows[t].length, rows[t], 0, rows[t].length);
            }
            return rows;
        }
    }

    /** How many logits these are, as far as they fit one array. */
    static int logitsOf(int positions, int vocabulary) {
        long count = (long) positions * vocabulary;
        if (count > LARGEST_ARRAY) {
            throw new InvalidInputException("The logits at all of " + positions + " positions are " + count
                    + " numbers, more than can be held at once; ask for at most " + LARGEST_ARRAY / vocabulary
                    + " tokens.");
        }
        return (int) count;
    }

    /**
     * Next-token logits (B, T, V) of a batch of whole sequences, owned by {@code call}; f32, or f64 in a model of f64.
     *
     * @param tokens (B, T) of int64; shorter sequences are filled up on the right with any id of the vocabulary
     */
    public NDArray logits(NDManager call, WeightView view, NDArray tokens) {
        return kernel().call(call, "logits", forwardArguments.with(view, tokens))
                .get(0);
    }

    /** The family's forward pass with other kernel files that call it. */
    public Kernel kernel(String... others) {
        return ForwardArguments.kernel(engine, config, others);
    }

    /** The family's forward pass with generation on top of it. */
    Kernel kernel() {
        return kernel("generation");
    }

    /** The same for steps of one position of one sequence. */
    Kernel singleRowKernel() {
        return ForwardArguments.singleRowKernel(engine, config, dtype, "generation");
    }

    /** Ids as kernels take them. */
    static long[] widened(int[] tokens) {
        return Arrays.stream(tokens).asLongStream().toArray();
    }

    /** @throws InvalidInputException for no tokens, more than the context holds, or an id outside the vocabulary */
    public void checkTokens(int[] tokens) {
        if (tokens.length == 0) {
            throw new InvalidInputException("The prompt gives no token; enter some text.");
        }
        if (tokens.length > config.contextLength()) {
            throw new InvalidInputException("The prompt has " + tokens.length + " tokens, but the model " + name
                    + " reads at most " + config.contextLength() + "; shorten it.");
        }
        for (int token : tokens) {
            if (token < 0 || token >= config.vocabularySize()) {
                throw new InvalidInputException("The token " + token + " is not in the vocabulary of the model " + name
                        + ", which has " + config.vocabularySize() + " tokens from 0.");
            }
        }
    }

    @Override
    public void close() {
        if (tokenizer != null) {
            tokenizer.close();
        }
        baseWeights.weights().close();
        forwardArguments.close();
        scope.close();
    }
}
