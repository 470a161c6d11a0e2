package org.t2workbench.core.svf;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.checkpoint.TensorInfo;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.InvalidInputException;

/** IA3 folders as PEFT writes them: one tensor {@code <module>.ia3_l} each, (rows, 1), or (1, columns) where it scales the input. */
final class Ia3Folder {

    static final String SUFFIX = ".ia3_l";

    private Ia3Folder() {}

    /** @throws InvalidInputException when the folder is no IA3 adapter, is damaged, or uses what is not supported */
    static Ia3Adapter read(Path folder) {
        JsonFile json = PeftFolder.config(folder);
        Path file = PeftFolder.weights(folder);
        for (String key : new String[] {"modules_to_save", "exclude_modules"}) {
            if (!json.isEmpty(key)) {
                throw new InvalidInputException(
                        "The IA3 adapter uses \"" + key + "\" (in " + json.file() + "), which is not supported.",
                        json.file());
            }
        }
        if (json.flag("fan_in_fan_out", false)) {
            throw new InvalidInputException(
                    "The IA3 adapter uses \"fan_in_fan_out\" (in " + json.file() + "), which is not supported.",
                    json.file());
        }
        Map<String, Ia3Adapter.Scale> scales = new LinkedHashMap<>();
        long values = 0;
        try (TensorSource stored = PeftFolder.open(file)) {
            for (String tensor : stored.names()) {
                TensorInfo info = stored.info(tensor);
                values += info.elements();
                if (values > PeftFolder.MAX_VALUES) {
                    throw PeftFolder.tooLarge(file);
                }
                PeftFolder.requireInLayers(tensor, file);
                if (!tensor.startsWith(PeftFolder.PREFIX) || !tensor.endsWith(SUFFIX)) {
                    throw new InvalidInputException(
                            "The IA3 file " + file + " holds the tensor " + tensor
                                    + ", which is not an ia3_l vector and is not supported.",
                            file);
                }
                String module = tensor.substring(PeftFolder.PREFIX.length(), tensor.length() - SUFFIX.length());
                scales.put(module + ".weight", scale(stored, info, file));
            }
        }
        if (scales.isEmpty()) {
            throw new InvalidInputException("The IA3 file " + file + " holds no tensors.", file);
        }
        return new Ia3Adapter(
                PeftFolder.name(folder), json.text("base_model_name_or_path").orElse(""), scales);
    }

    private static Ia3Adapter.Scale scale(TensorSource stored, TensorInfo info, Path file) {
        long[] shape = info.shape();
        if (shape.length != 2 || info.elements() == 0 || Math.min(shape[0], shape[1]) != 1) {
            throw new InvalidInputException(
                    "In the IA3 file " + file + " the tensor " + info.name() + " is " + TensorInfo.shapeText(shape)
                            + ", not one column or one row.",
                    file);
        }
        return new Ia3Adapter.Scale(shape[0] == 1, PeftFolder.values(stored, info, file));
    }
}
