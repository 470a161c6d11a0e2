package org.t2workbench.core.svf;

import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.checkpoint.Safetensors;
import org.t2workbench.core.checkpoint.TensorInfo;
import org.t2workbench.core.job.InvalidInputException;

/** Adapter folders as PEFT writes them, {@code adapter_config.json} and {@code adapter_model.safetensors}: LoRA and IA3. */
public final class PeftFolder {

    static final String CONFIG = "adapter_config.json";
    static final String WEIGHTS = "adapter_model.safetensors";

    /** What PEFT puts before a module's name in the model. */
    static final String PREFIX = "base_model.model.";

    static final String IA3 = "IA3";

    /** Most values in one file: 1 GB, ten times a usual LoRA adapter of rank 64 of a model of 8 billion parameters. */
    static final long MAX_VALUES = 1 << 28;

    private PeftFolder() {}

    /** @throws InvalidInputException when the folder is no such adapter, is damaged, or uses what is not supported */
    public static AddedAdapter read(Path folder) {
        boolean ia3 = config(folder).text("peft_type").orElse("").equals(IA3);
        return ia3 ? Ia3Folder.read(folder) : LoraFolder.read(folder);
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
        Path weights = folder.resolve(WEIGHTS);
        if (!Files.isRegularFile(weights)) {
            boolean pickled = Files.exists(folder.resolve("adapter_model.bin"));
            throw new InvalidInputException(
                    "The adapter folder " + folder + " has no " + WEIGHTS
                            + (pickled ? "; save its adapter_model.bin as safetensors first." : "."),
                    folder);
        }
        return weights;
    }

    static String name(Path folder) {
        return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    }

    static InvalidInputException tooLarge(Path file) {
        return new InvalidInputException("The adapter file " + file + " is larger than any adapter read here.", file);
    }

    /** @throws InvalidInputException when one of them is not finite */
    static float[] values(Safetensors stored, TensorInfo info, Path file) {
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
