package org.t2workbench.core.checkpoint.gguf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import org.t2workbench.core.checkpoint.GenerationDefaults;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.checkpoint.ModelTensors;
import org.t2workbench.core.checkpoint.ModelText;
import org.t2workbench.core.checkpoint.StoredWeights;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.WorkbenchException;

/** A model in a GGUF file, or in several parts of one. Its quantised matrices are dequantised to f32 as they are read. */
public final class GgufModel implements ModelFiles {

    private static final String EXTENSION = ".gguf";

    private final Path path;
    private final String name;
    private final GgufFamily family;
    private final ModelText configJson;
    private final ModelConfig config;
    private final GenerationDefaults generationDefaults;
    private final StoredWeights storedWeights;

    private GgufModel(GgufFile file) {
        this.path = file.path();
        this.name = nameOf(path);
        this.family = GgufFamilies.of(file);
        this.configJson = GgufConfig.write(file, family);
        this.config = ModelConfig.read(configJson);
        this.generationDefaults = defaults(file);
        this.storedWeights = GgufStorage.of(file).described();
    }

    private GgufModel(GgufModel other, String name) {
        this.path = other.path;
        this.name = name;
        this.family = other.family;
        this.configJson = other.configJson;
        this.config = other.config;
        this.generationDefaults = other.generationDefaults;
        this.storedWeights = other.storedWeights;
    }

    /**
     * Opens a file; any part of a model in several parts stands for all.
     *
     * @throws InvalidInputException when the file is missing or damaged, or holds a model that is not supported
     * @throws WorkbenchException when it cannot be read
     */
    public static GgufModel open(Path file) {
        Path path = file.toAbsolutePath().normalize();
        try (GgufFile opened = GgufParts.open(path)) {
            return new GgufModel(opened);
        }
    }

    /** Whether the file begins as GGUF files do; false also for one that cannot be read. */
    public static boolean isGguf(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] begin = stream.readNBytes(Integer.BYTES);
            return begin.length == Integer.BYTES && LittleEndian.intAt(begin, 0) == GgufHeader.MAGIC;
        } catch (IOException e) {
            return false;
        }
    }

    private static String nameOf(Path path) {
        String file = GgufParts.wholeName(String.valueOf(path.getFileName()));
        return file.endsWith(EXTENSION) ? file.substring(0, file.length() - EXTENSION.length()) : file;
    }

    private static GenerationDefaults defaults(GgufFile file) {
        GenerationDefaults none = GenerationDefaults.NONE;
        if (!file.has(GgufTokens.TEXTS)) {
            return none;
        }
        Optional<Double> temperature = file.number("general.sampling.temp");
        return new GenerationDefaults(
                temperature.orElse(0.0) > 0,
                optional(temperature),
                optional(file.wholeNumber("general.sampling.top_k").orElse(-1)),
                optional(file.number("general.sampling.top_p")),
                GgufTokens.read(file).ends(file),
                optional(GgufTokens.special(file, "bos_token_id").orElse(-1)),
                optional(GgufTokens.special(file, "padding_token_id").orElse(-1)));
    }

    private static OptionalDouble optional(Optional<Double> value) {
        return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
    }

    /** Absent where it says nothing: below 0 for an id. */
    private static OptionalInt optional(int value) {
        return value < 0 ? OptionalInt.empty() : OptionalInt.of(value);
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
    public GgufModel named(String other) {
        return new GgufModel(this, other);
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
        return configJson;
    }

    @Override
    public ModelText tokenizerJson() {
        return reading(file -> new GgufTokenizer(file).tokenizerJson());
    }

    @Override
    public Optional<ModelText> tokenizerConfig() {
        return reading(file ->
                file.has(GgufTokens.MODEL) ? Optional.of(new GgufTokenizer(file).tokenizerConfig()) : Optional.empty());
    }

    /** Empty: the template is in the {@link #tokenizerConfig}. */
    @Override
    public Optional<ModelText> chatTemplateFile() {
        return Optional.empty();
    }

    @Override
    public StoredWeights storedWeights() {
        return storedWeights;
    }

    @Override
    public TensorSource openTensors() {
        GgufFile file = GgufParts.open(path);
        boolean complete = false;
        try {
            TensorSource tensors = ModelTensors.checked(this, GgufTensors.of(file, family, config));
            complete = true;
            return tensors;
        } finally {
            if (!complete) {
                file.close();
            }
        }
    }

    private <T> T reading(Function<GgufFile, T> reader) {
        try (GgufFile file = GgufParts.open(path)) {
            return reader.apply(file);
        }
    }
}
