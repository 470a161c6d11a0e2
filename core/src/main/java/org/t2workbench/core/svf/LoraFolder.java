package org.t2workbench.core.svf;

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

    static final String A = ".lora_A.weight";
    static final String B = ".lora_B.weight";

    private LoraFolder() {}

    /** @throws InvalidInputException when the folder is no LoRA adapter, is damaged, or uses what is not supported */
    public static LoraAdapter read(Path folder) {
        JsonFile json = PeftFolder.config(folder);
        Path weights = PeftFolder.weights(folder);
        LoraSettings settings = LoraSettings.of(json);
        try (Safetensors stored = Safetensors.open(weights)) {
            String base = json.text("base_model_name_or_path").orElse("");
            return new LoraAdapter(PeftFolder.name(folder), base, pairs(stored, settings, weights));
        }
    }

    private static Map<String, LoraAdapter.Pair> pairs(Safetensors stored, LoraSettings settings, Path file) {
        long values = 0;
        Map<String, LoraAdapter.Pair> pairs = new LinkedHashMap<>();
        for (String tensor : stored.names()) {
            values += stored.info(tensor).elements();
            String module = module(tensor, file);
            if (values > PeftFolder.MAX_VALUES) {
                throw PeftFolder.tooLarge(file);
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
            if (tensor.startsWith(PeftFolder.PREFIX) && tensor.endsWith(suffix)) {
                return tensor.substring(PeftFolder.PREFIX.length(), tensor.length() - suffix.length());
            }
        }
        throw new InvalidInputException(
                "The LoRA file " + file + " holds the tensor " + tensor
                        + ", which is not a lora_A or lora_B weight of a linear layer and is not supported.",
                file);
    }

    private static LoraAdapter.Pair pair(Safetensors stored, String module, LoraSettings settings, Path file) {
        String nameA = PeftFolder.PREFIX + module + A;
        String nameB = PeftFolder.PREFIX + module + B;
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
        if (a.elements() > PeftFolder.MAX_VALUES || b.elements() > PeftFolder.MAX_VALUES) {
            throw PeftFolder.tooLarge(file);
        }
        int rank = (int) a.shape()[0];
        return new LoraAdapter.Pair(
                (int) b.shape()[0],
                (int) a.shape()[1],
                rank,
                settings.scale(module, rank),
                PeftFolder.values(stored, b, file),
                PeftFolder.values(stored, a, file));
    }
}
