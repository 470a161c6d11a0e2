package org.t2workbench.core.svf;

import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.checkpoint.Safetensors;
import org.t2workbench.core.checkpoint.TensorInfo;
import org.t2workbench.core.job.InvalidInputException;

/**
 * LoRA folders as PEFT writes them: {@code adapter_config.json} and {@code adapter_model.safetensors}. What is not
 * implemented is refused by name, never read as something else.
 */
public final class LoraFolder {

    private static final String PREFIX = "base_model.model.";
    private static final String A = ".lora_A.weight";
    private static final String B = ".lora_B.weight";

    /** Most values in one file: 1 GB, ten times a usual adapter of rank 64 of a model of 8 billion parameters. */
    private static final long MAX_VALUES = 1 << 28;

    private LoraFolder() {}

    /** @throws InvalidInputException when the folder is no LoRA adapter, is damaged, or uses what is not supported */
    public static LoraAdapter read(Path folder) {
        Path config = folder.resolve("adapter_config.json");
        if (!Files.isRegularFile(config)) {
            throw new InvalidInputException(
                    "The folder " + folder + " is no LoRA adapter: it has no adapter_config.json.", folder);
        }
        Path weights = folder.resolve("adapter_model.safetensors");
        if (!Files.isRegularFile(weights)) {
            boolean pickled = Files.exists(folder.resolve("adapter_model.bin"));
            throw new InvalidInputException(
                    "The LoRA folder " + folder + " has no adapter_model.safetensors"
                            + (pickled ? "; save its adapter_model.bin as safetensors first." : "."),
                    folder);
        }
        JsonFile json = JsonFile.read(config);
        LoraSettings settings = LoraSettings.of(json);
        try (Safetensors stored = Safetensors.open(weights)) {
            String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
            String base = json.text("base_model_name_or_path").orElse("");
            return new LoraAdapter(name, base, pairs(stored, settings, weights));
        }
    }

    private static Map<String, LoraAdapter.Pair> pairs(Safetensors stored, LoraSettings settings, Path file) {
        long values = 0;
        Map<String, LoraAdapter.Pair> pairs = new LinkedHashMap<>();
        for (String tensor : stored.names()) {
            values += stored.info(tensor).elements();
            String module = module(tensor, file);
            if (values > MAX_VALUES) {
                throw new InvalidInputException(
                        "The LoRA file " + file + " is larger than any adapter read here.", file);
            }
            if (!pairs.containsKey(module + ".weight")) {
                pairs.put(module + ".weight", pair(stored, module, settings, file));
            }
        }
        if (pairs.isEmpty()) {
            throw new InvalidInputException("The LoRA file " + file + " holds no tensors.", file);
        }
        return pairs;
    }

    /** The module that a tensor belongs to, {@code model.layers.0.self_attn.q_proj}. */
    private static String module(String tensor, Path file) {
        for (String suffix : List.of(A, B)) {
            if (tensor.startsWith(PREFIX) && tensor.endsWith(suffix)) {
                return tensor.substring(PREFIX.length(), tensor.length() - suffix.length());
            }
        }
        throw new InvalidInputException(
                "The LoRA file " + file + " holds the tensor " + tensor
                        + ", which is not a lora_A or lora_B weight of a linear layer and is not supported.",
                file);
    }

    private static LoraAdapter.Pair pair(Safetensors stored, String module, LoraSettings settings, Path file) {
        String nameA = PREFIX + module + A;
        String nameB = PREFIX + module + B;
        if (!stored.has(nameA) || !stored.has(nameB)) {
            throw new InvalidInputException(
                    "In the LoRA file " + file + " the module " + module + " lacks lora_A or lora_B.", file);
        }
        TensorInfo a = stored.info(nameA);
        TensorInfo b = stored.info(nameB);
        boolean fits = a.shape().length == 2
                && b.shape().length == 2
                && a.shape()[0] == b.shape()[1]
                && a.elements() > 0
                && b.elements() > 0;
        if (!fits) {
            throw new InvalidInputException(
                    "In the LoRA file " + file + " the shapes of " + module + " do not fit together: lora_A is "
                            + TensorInfo.shapeText(a.shape()) + ", lora_B is " + TensorInfo.shapeText(b.shape()) + ".",
                    file);
        }
        if (a.elements() > MAX_VALUES || b.elements() > MAX_VALUES) {
            throw new InvalidInputException("The LoRA file " + file + " is larger than any adapter read here.", file);
        }
        int rank = (int) a.shape()[0];
        return new LoraAdapter.Pair(
                (int) b.shape()[0],
                (int) a.shape()[1],
                rank,
                settings.scale(module, rank),
                values(stored, b, file),
                values(stored, a, file));
    }

    private static float[] values(Safetensors stored, TensorInfo info, Path file) {
        float[] values = new float[(int) info.elements()];
        stored.readFloats(info.name(), 0, FloatBuffer.wrap(values));
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new InvalidInputException(
                        "In the LoRA file " + file + " the tensor " + info.name()
                                + " holds a value that is not finite; the file is damaged or its training diverged.",
                        file);
            }
        }
        return values;
    }
}
