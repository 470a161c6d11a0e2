package org.t2workbench.core.svf;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.checkpoint.TensorInfo;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.InvalidInputException;

/** LoRA folders as PEFT writes them. What is not implemented is refused by name, never read as something else. */
public final class LoraFolder {

    static final String A = ".lora_A.weight";
    static final String B = ".lora_B.weight";

    /** Endings of tensors that belong to what is not supported, and what that is. */
    private static final Map<String, String> UNSUPPORTED = Map.of(
            ".lora_embedding_A", "a LoRA of an embedding",
            ".lora_embedding_B", "a LoRA of an embedding",
            ".lora_magnitude_vector", "DoRA",
            ".lora_magnitude_vector.weight", "DoRA",
            ".lora_A.bias", "a LoRA with biases",
            ".lora_B.bias", "a LoRA with biases",
            ".bias", "a trained bias");

    private LoraFolder() {}

    /** @throws InvalidInputException when the folder is no LoRA adapter, is damaged, or uses what is not supported */
    public static LoraAdapter read(Path folder) {
        JsonFile json = PeftFolder.config(folder);
        Path weights = PeftFolder.weights(folder);
        LoraSettings settings = LoraSettings.of(json);
        try (TensorSource stored = PeftFolder.open(weights)) {
            String base = json.text("base_model_name_or_path").orElse("");
            return new LoraAdapter(PeftFolder.name(folder), base, pairs(stored, settings, weights));
        }
    }

    private static Map<String, LoraAdapter.Pair> pairs(TensorSource stored, LoraSettings settings, Path file) {
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
        PeftFolder.requireInLayers(tensor, file);
        for (String suffix : List.of(A, B)) {
            if (tensor.startsWith(PeftFolder.PREFIX) && tensor.endsWith(suffix)) {
                return tensor.substring(PeftFolder.PREFIX.length(), tensor.length() - suffix.length());
            }
        }
        String what = UNSUPPORTED.entrySet().stream()
                .filter(kind -> tensor.endsWith(kind.getKey()))
                .max(Comparator.comparing(kind -> kind.getKey().length()))
                .map(kind -> "of " + kind.getValue())
                .orElse("which is not a lora_A or lora_B weight of a linear layer");
        throw new InvalidInputException(
                "The LoRA file " + file + " holds the tensor " + tensor + " " + what + ", and that is not supported.",
                file);
    }

    private static LoraAdapter.Pair pair(TensorSource stored, String module, LoraSettings settings, Path file) {
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
        settings.requireTargeted(module);
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
