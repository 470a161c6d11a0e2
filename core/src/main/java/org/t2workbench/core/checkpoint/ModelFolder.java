package org.t2workbench.core.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.InvalidInputException;

/**
 * A model in the Hugging Face layout: {@code config.json}, one or several safetensors files, tokenizer and generation
 * settings.
 */
public final class ModelFolder implements ModelFiles {

    private final Path path;
    private final String name;
    private final ModelConfig config;
    private final GenerationDefaults generationDefaults;
    private final @Nullable String commit;

    private ModelFolder(
            Path path,
            String name,
            ModelConfig config,
            GenerationDefaults generationDefaults,
            @Nullable String commit) {
        this.path = path;
        this.name = name;
        this.config = config;
        this.generationDefaults = generationDefaults;
        this.commit = commit;
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
                Files.isRegularFile(generation) ? GenerationDefaults.read(generation) : GenerationDefaults.NONE,
                null);
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ModelFolder named(String other) {
        return new ModelFolder(path, other, config, generationDefaults, commit);
    }

    /** The same model, known to be what its hub's repository held under a commit. */
    ModelFolder at(String known) {
        return new ModelFolder(path, name, config, generationDefaults, known);
    }

    @Override
    public Optional<String> commit() {
        return Optional.ofNullable(commit);
    }

    @Override
    public ModelConfig config() {
        return config;
    }

    @Override
    public GenerationDefaults generationDefaults() {
        return generationDefaults;
    }

    @Override
    public ModelText configJson() {
        return ModelText.of(path.resolve("config.json"));
    }

    @Override
    public ModelText tokenizerJson() {
        return ModelText.of(path.resolve("tokenizer.json"));
    }

    @Override
    public Optional<ModelText> tokenizerConfig() {
        return existing("tokenizer_config.json");
    }

    @Override
    public Optional<ModelText> chatTemplateFile() {
        return existing("chat_template.jinja");
    }

    private Optional<ModelText> existing(String file) {
        return Optional.of(path.resolve(file)).filter(Files::isRegularFile).map(ModelText::of);
    }

    @Override
    public StoredWeights storedWeights() {
        return StoredWeights.plain(config.storedDtype().orElseGet(this::dtypeOfWeights));
    }

    /** That of the first tensor, as transformers has it; F32 where there are no weights yet. */
    private StoredDtype dtypeOfWeights() {
        if (!WeightFiles.areIn(path)) {
            return StoredDtype.F32;
        }
        return WeightFiles.in(path).files().stream()
                .filter(Files::exists)
                .findFirst()
                .map(ModelFolder::dtypeIn)
                .orElse(StoredDtype.F32);
    }

    private static StoredDtype dtypeIn(Path file) {
        try (Safetensors stored = Safetensors.open(file)) {
            return stored.names().stream()
                    .map(name -> stored.info(name).dtype())
                    .filter(StoredDtype::widensToF32)
                    .findFirst()
                    .orElse(StoredDtype.F32);
        }
    }

    @Override
    public void checkWeights() {
        if (WeightFiles.areIn(path)) {
            openTensors().close();
        }
    }

    @Override
    public TensorSource openTensors() {
        return ModelTensors.checked(this, WeightFiles.in(path).open());
    }
}
