package org.t2workbench.core.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.t2workbench.core.job.InvalidInputException;

/**
 * A model in the Hugging Face layout: {@code config.json}, one or several safetensors files, tokenizer and generation
 * settings. Opening reads the small files only; {@link #openTensors} checks the weights against the configuration.
 * Immutable; safe from any thread.
 */
public final class ModelFolder {

    private final Path path;
    private final String name;
    private final ModelConfig config;
    private final GenerationDefaults generationDefaults;

    private ModelFolder(Path path, String name, ModelConfig config, GenerationDefaults generationDefaults) {
        this.path = path;
        this.name = name;
        this.config = config;
        this.generationDefaults = generationDefaults;
    }

    /**
     * @throws InvalidInputException when the folder or its config.json is missing or malformed, or the architecture is
     *     not supported
     */
    public static ModelFolder open(Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(path)) {
            throw new InvalidInputException(
                    "There is no model folder " + path + (Files.exists(path) ? "; that is a file." : "."), path);
        }
        Path configJson = path.resolve("config.json");
        if (!Files.isRegularFile(configJson)) {
            throw new InvalidInputException(
                    "The folder " + path + " is not a model folder: it has no config.json.", path);
        }
        Path generation = path.resolve("generation_config.json");
        Path name = path.getFileName();
        return new ModelFolder(
                path,
                name == null ? path.toString() : name.toString(),
                ModelConfig.read(configJson),
                Files.isRegularFile(generation) ? GenerationDefaults.read(generation) : GenerationDefaults.NONE);
    }

    public Path path() {
        return path;
    }

    /** What people call the model: the folder's own name, unless it was given another. */
    public String name() {
        return name;
    }

    /** The same folder under another name, where its own says nothing. */
    public ModelFolder named(String other) {
        return new ModelFolder(path, other, config, generationDefaults);
    }

    public ModelConfig config() {
        return config;
    }

    public GenerationDefaults generationDefaults() {
        return generationDefaults;
    }

    /** Ids that end an answer: those of generation_config.json, or else of config.json; may be empty. */
    public List<Integer> stopTokens() {
        return generationDefaults.eosTokens().isEmpty() ? config.eosTokens() : generationDefaults.eosTokens();
    }

    /** Where tokenizer.json is expected. */
    public Path tokenizerJson() {
        return path.resolve("tokenizer.json");
    }

    /** Where tokenizer_config.json is expected; it may be missing. */
    public Path tokenizerConfig() {
        return path.resolve("tokenizer_config.json");
    }

    /** The chat template's own file, as newer folders have it. */
    public Optional<Path> chatTemplateFile() {
        Path file = path.resolve("chat_template.jinja");
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /**
     * Opens the weights and checks that every tensor the configuration calls for is there with its shape. A tied model
     * has its one matrix under both names, {@link ModelLayout#embedding} and {@link ModelLayout#output}, whichever is
     * stored. The caller closes the result.
     *
     * @throws InvalidInputException naming file, tensor, expected and actual shape
     */
    public TensorSource openTensors() {
        TensorSource stored = openStored();
        boolean complete = false;
        try {
            Map<String, String> storedNames = new HashMap<>(stored.metadata());
            ModelLayout layout = config.layout();
            storedNames.putAll(layout.secondNames(config.tieEmbeddings(), stored));
            TensorSource tensors = new SharedTensors(stored, storedNames);
            layout.check(this, tensors);
            complete = true;
            return tensors;
        } finally {
            if (!complete) {
                stored.close();
            }
        }
    }

    private TensorSource openStored() {
        Path single = path.resolve("model.safetensors");
        if (Files.exists(single)) {
            return Safetensors.open(single);
        }
        Path index = path.resolve("model.safetensors.index.json");
        if (Files.exists(index)) {
            return ShardedTensors.open(index);
        }
        boolean pickled = Files.exists(path.resolve("pytorch_model.bin"))
                || Files.exists(path.resolve("pytorch_model.bin.index.json"));
        throw new InvalidInputException(
                "The folder " + path + " has no weights: neither model.safetensors nor model.safetensors.index.json"
                        + (pickled ? "; save its pytorch_model.bin as safetensors first." : "."),
                path);
    }
}
