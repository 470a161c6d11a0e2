package org.t2workbench.core.checkpoint.family;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.job.InvalidInputException;

/** All families by their {@code model_type}, and the words for what is none of them. */
public final class Families {

    private static final Map<String, Family> ALL = byType(
            new LlamaFamily(),
            new MistralFamily(),
            new Qwen2Family(),
            new Qwen3Family(),
            new SmolLm3Family(),
            new Gemma2Family(),
            new Gemma3Family(),
            new Phi3Family(),
            new Olmo2Family(),
            new GraniteFamily(),
            new Gpt2Family());

    private static final String SUPPORTED = "Supported are the model types "
            + ALL.keySet().stream().limit(ALL.size() - 1L).collect(Collectors.joining(", ")) + " and "
            + List.copyOf(ALL.keySet()).get(ALL.size() - 1) + ".";

    private Families() {}

    private static Map<String, Family> byType(Family... families) {
        Map<String, Family> all = new LinkedHashMap<>();
        for (Family family : families) {
            all.put(family.modelType(), family);
        }
        return all;
    }

    /** The supported types, in the order in which messages name them. */
    public static List<String> types() {
        return List.copyOf(ALL.keySet());
    }

    /**
     * The family of a type.
     *
     * @throws IllegalArgumentException for a type that is not supported
     */
    public static Family of(String modelType) {
        Family family = ALL.get(modelType);
        if (family == null) {
            throw new IllegalArgumentException("no family of the type " + modelType);
        }
        return family;
    }

    /**
     * What a config.json says.
     *
     * @throws InvalidInputException when it describes an architecture that is not supported, or asks for something that its
     *     family does not compute; the message names file, key and what is supported
     */
    public static ModelConfig read(JsonFile json) {
        Optional<String> type = json.text("model_type");
        if (type.isEmpty()) {
            throw new InvalidInputException(
                    "The file " + json.file() + " does not say which kind of model it is: \"model_type\" is missing. "
                            + SUPPORTED,
                    json.file());
        }
        Refusals.check(json, type.get());
        Family family = ALL.get(type.get());
        if (family == null) {
            throw new InvalidInputException(
                    "The model in " + json.file() + " is of the type \"" + type.get() + "\", which is not supported. "
                            + SUPPORTED,
                    json.file());
        }
        List<String> architectures = json.texts("architectures");
        // base checkpoints leave it out; the type alone then decides
        if (!architectures.isEmpty() && !architectures.get(0).equals(family.architecture())) {
            throw new InvalidInputException(
                    "The model in " + json.file() + " has the architecture \"" + architectures.get(0)
                            + "\", which is not supported; of the type \"" + family.modelType() + "\" it is "
                            + family.architecture() + ".",
                    json.file());
        }
        return family.read(new ConfigKeys(json, family));
    }
}
