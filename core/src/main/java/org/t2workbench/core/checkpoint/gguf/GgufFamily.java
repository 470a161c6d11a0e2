package org.t2workbench.core.checkpoint.gguf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.checkpoint.ModelConfig;

/**
 * How one architecture of GGUF files corresponds to a model type in the Hugging Face layout: names of tensors and settings,
 * and what the converter changes in them. Those that there are stand in {@link GgufFamilies}. Immutable.
 *
 * @param architecture {@code general.architecture}, also the prefix of its metadata keys
 * @param modelType {@code model_type} of config.json
 * @param modelClass what config.json calls the class of such models
 * @param form what happens to its tensors
 * @param names how its tensors are called
 * @param settings what its config.json says under other names
 * @param quirks what no table says
 */
record GgufFamily(
        String architecture,
        String modelType,
        String modelClass,
        Form form,
        Names names,
        List<Setting> settings,
        Quirks quirks) {

    /**
     * What the converter does to tensors.
     *
     * @param rotaryRowsPermuted whether the rows of query and key are reordered per head ({@link HeadRows})
     * @param normShift what is added to the weights of norms
     * @param transposes whether the matrices of layers are the other way round than in the Hugging Face layout
     */
    record Form(boolean rotaryRowsPermuted, double normShift, boolean transposes) {}

    /**
     * Names of modules, GGUF's to the Hugging Face layout's.
     *
     * @param layerPrefix what the modules of a layer have before its number
     */
    record Names(String layerPrefix, Map<String, String> outside, Map<String, String> inLayer) {

        Names {
            outside = Map.copyOf(outside);
            inLayer = Map.copyOf(inLayer);
        }
    }

    /**
     * One setting.
     *
     * @param hubKey in config.json
     * @param ggufKey in the metadata, after the architecture
     * @param whole whether it is a whole number
     * @param required whether a file without it is broken
     */
    record Setting(String hubKey, String ggufKey, boolean whole, boolean required) {}

    /** What a table of settings cannot say. */
    interface Quirks {

        /** Nothing. */
        Quirks NONE = new Quirks() {};

        /** Completes config.json. */
        default void read(GgufFile file, GgufFamily family, ObjectNode config) {}

        /** Completes the metadata. */
        default void write(ModelConfig config, JsonFile json, GgufFamily family, GgufMetadata metadata) {}
    }

    static final String EMBEDDING = "token_embd.weight";
    static final String OUTPUT = "output.weight";

    private static final Pattern LAYER = Pattern.compile("blk\\.(\\d{1,5})\\.(.+)\\.(weight|bias)");
    private static final Pattern OUTSIDE = Pattern.compile("(.+)\\.(weight|bias)");
    private static final Pattern HUB_LAYER = Pattern.compile("(\\d{1,5})\\.(.+)");

    GgufFamily {
        settings = List.copyOf(settings);
    }

    /** A metadata key of this architecture. */
    String key(String suffix) {
        return architecture + "." + suffix;
    }

    /** The name in the Hugging Face layout; empty for a tensor that this architecture does not have. */
    Optional<String> hubName(String ggufName) {
        Matcher layer = LAYER.matcher(ggufName);
        if (layer.matches()) {
            return Optional.ofNullable(names.inLayer().get(layer.group(2)))
                    .map(module -> names.layerPrefix() + Integer.parseInt(layer.group(1)) + "." + module + "."
                            + layer.group(3));
        }
        Matcher outside = OUTSIDE.matcher(ggufName);
        return outside.matches()
                ? Optional.ofNullable(names.outside().get(outside.group(1)))
                        .map(module -> module + "." + outside.group(2))
                : Optional.empty();
    }

    /** The name in a GGUF file; empty for a tensor that this architecture does not have. */
    Optional<String> ggufName(String hubName) {
        int dot = hubName.lastIndexOf('.');
        String module = hubName.substring(0, Math.max(0, dot));
        String suffix = hubName.substring(Math.max(0, dot));
        String outside = inverted(names.outside()).get(module);
        if (outside != null) {
            return Optional.of(outside + suffix);
        }
        if (!module.startsWith(names.layerPrefix())) {
            return Optional.empty();
        }
        Matcher layer = HUB_LAYER.matcher(module.substring(names.layerPrefix().length()));
        return layer.matches()
                ? Optional.ofNullable(inverted(names.inLayer()).get(layer.group(2)))
                        .map(name -> "blk." + layer.group(1) + "." + name + suffix)
                : Optional.empty();
    }

    /** Whether a tensor says nothing that the configuration does not say, or nothing at all. */
    static boolean isDerived(String ggufName) {
        return ggufName.equals(RopeDivisors.TENSOR)
                || ggufName.equals(GgufFamilies.LONG_FACTORS)
                || ggufName.equals(GgufFamilies.SHORT_FACTORS)
                || ggufName.endsWith(".attn_rot_embd.weight");
    }

    /** Whether the rows of this tensor, named as in the Hugging Face layout, are reordered. */
    boolean isPermuted(String hubName) {
        return form.rotaryRowsPermuted() && (hubName.contains(".q_proj.") || hubName.contains(".k_proj."));
    }

    /** What was added to this tensor, named as in the Hugging Face layout. */
    double shift(String hubName) {
        return hubName.endsWith("norm.weight") ? form.normShift() : 0;
    }

    /** Whether this tensor, named as in the Hugging Face layout, is the other way round. */
    boolean isTransposed(String hubName, int dimensions) {
        return form.transposes() && dimensions == 2 && hubName.startsWith(names.layerPrefix());
    }

    private static Map<String, String> inverted(Map<String, String> names) {
        Map<String, String> inverted = new HashMap<>();
        names.forEach((key, value) -> inverted.put(value, key));
        return inverted;
    }
}
