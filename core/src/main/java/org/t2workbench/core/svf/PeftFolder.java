package org.t2workbench.core.svf;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.checkpoint.Safetensors;
import org.t2workbench.core.checkpoint.TensorInfo;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.checkpoint.TorchFile;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.WorkbenchException;

/**
 * Adapter folders as PEFT writes them, LoRA and IA3: {@code adapter_config.json} and {@code adapter_model.safetensors}, or
 * {@code adapter_model.bin} in older ones. An adapter that was given a name lies in a folder of that name inside; where it is
 * the only one, the outer folder stands for it.
 */
public final class PeftFolder {

    static final String CONFIG = "adapter_config.json";
    static final String WEIGHTS = "adapter_model.safetensors";
    private static final String PICKLED_WEIGHTS = "adapter_model.bin";

    /** What PEFT puts before a module's name in the model. */
    static final String PREFIX = "base_model.model.";

    static final String IA3 = "IA3";

    /** The embeddings and the output matrix, as the supported families name them. */
    private static final Set<String> OUTSIDE_LAYERS = Set.of("embed_tokens", "lm_head", "wte", "wpe");

    /** Most values in one file: 1 GB, ten times a usual LoRA adapter of rank 64 of a model of 8 billion parameters. */
    static final long MAX_VALUES = 1 << 28;

    private PeftFolder() {}

    /** @throws InvalidInputException when the folder is no such adapter, is damaged, or uses what is not supported */
    public static AddedAdapter read(Path folder) {
        Path inner = locate(folder);
        boolean ia3 = config(inner).text("peft_type").orElse("").equals(IA3);
        return ia3 ? Ia3Folder.read(inner) : LoraFolder.read(inner);
    }

    /** The folder that holds the adapter itself: this one, or the only one in it that does. */
    private static Path locate(Path folder) {
        if (Files.isRegularFile(folder.resolve(CONFIG)) || !Files.isDirectory(folder)) {
            return folder;
        }
        List<Path> named;
        try (Stream<Path> inside = Files.list(folder)) {
            named = inside.filter(path -> Files.isRegularFile(path.resolve(CONFIG)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new WorkbenchException(
                    "The folder " + folder + " cannot be read: " + e.getMessage() + ".", folder, e);
        }
        if (named.size() > 1) {
            throw new InvalidInputException(
                    "The folder " + folder + " holds several adapters ("
                            + named.stream().map(PeftFolder::name).collect(Collectors.joining(", "))
                            + "); open one of these folders.",
                    folder);
        }
        return named.isEmpty() ? folder : named.get(0);
    }

    static JsonFile config(Path folder) {
        Path config = folder.resolve(CONFIG);
        if (!Files.isRegularFile(config)) {
            throw new InvalidInputException(
                    "The folder " + folder + " is no LoRA or IA3 adapter: it has no " + CONFIG + ".", folder);
        }
        return JsonFile.read(config);
    }

    /** The file with the tensors, which is there. */
    static Path weights(Path folder) {
        for (String name : List.of(WEIGHTS, PICKLED_WEIGHTS)) {
            if (Files.isRegularFile(folder.resolve(name))) {
                return folder.resolve(name);
            }
        }
        throw new InvalidInputException(
                "The adapter folder " + folder + " has neither " + WEIGHTS + " nor " + PICKLED_WEIGHTS + ".", folder);
    }

    /** Opens the file with the tensors; the caller closes it. */
    static TensorSource open(Path weights) {
        return weights.endsWith(PICKLED_WEIGHTS) ? TorchFile.open(weights) : Safetensors.open(weights);
    }

    static String name(Path folder) {
        return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    }

    /**
     * Checks that a tensor belongs to something that can be adapted here.
     *
     * @throws InvalidInputException when it changes the embedding or the output matrix, whichever way
     */
    static void requireInLayers(String tensor, Path file) {
        Stream.of(tensor.split("\\."))
                .filter(OUTSIDE_LAYERS::contains)
                .findFirst()
                .ifPresent(module -> {
                    throw new InvalidInputException(
                            "The adapter file " + file + " adapts " + module + " (its tensor " + tensor
                                    + "), but only the matrices of attention and MLP can be adapted; train the adapter"
                                    + " without it, or merge it into its model with the tool that made it.",
                            file);
                });
    }

    static InvalidInputException tooLarge(Path file) {
        return new InvalidInputException("The adapter file " + file + " is larger than any adapter read here.", file);
    }

    /** @throws InvalidInputException when one of them is not finite */
    static float[] values(TensorSource stored, TensorInfo info, Path file) {
        float[] values = new float[(int) info.elements()];
        stored.readFloats(info.name(), 0, FloatBuffer.wrap(values));
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new InvalidInputException(
                        "In the adapter file " + file + " the tensor " + info.name()
                                + " holds a value that is not finite; the file is damaged or its training diverged.",
                        file);
            }
        }
        return values;
    }
}
