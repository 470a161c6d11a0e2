package org.t2workbench.core.svf;

import java.util.ArrayList;
import java.util.List;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.job.InvalidInputException;

/**
 * What of an {@code adapter_config.json} decides which matrices are adapted and the scale of B A: s = α/r, or α/√r with
 * rsLoRA, with exceptions by module name. {@code fan_in_fan_out} tells how the model stores its weights; B A leads from
 * inputs to outputs either way.
 */
final class LoraSettings {

    /** Keys that, when true, make another kind of adapter. */
    private static final List<String> UNSUPPORTED_FLAGS = List.of("use_dora", "use_qalora", "lora_bias");

    /** Keys that, when set to anything, do. */
    private static final List<String> UNSUPPORTED_KEYS = List.of(
            "layer_replication",
            "target_parameters",
            "trainable_token_indices",
            "modules_to_save",
            "alora_invocation_tokens",
            "use_bdlora",
            "monteclora_config",
            "kasa_config",
            "arrow_config");

    /** Starts of training for which PEFT changes the model's own weights when it opens the adapter. */
    private static final List<String> STARTS_THAT_CHANGE_WEIGHTS =
            List.of("pissa", "olora", "corda", "loftq", "lora_ga");

    private static final String RANKS = "rank_pattern";
    private static final String ALPHAS = "alpha_pattern";

    private final JsonFile json;
    private final double alpha;
    private final int rank;
    private final boolean rankStabilised;
    private final LoraTargets targets;
    private final List<Deviation> ranks;
    private final List<Deviation> alphas;

    /** Another number for the modules that match. */
    private record Deviation(ModulePattern modules, double value) {}

    private LoraSettings(JsonFile json) {
        this.json = json;
        this.rank = json.count("r", 1 << 16);
        this.alpha = json.number("lora_alpha").orElseThrow(() -> json.missing("lora_alpha"));
        this.rankStabilised = json.flag("use_rslora", false);
        this.targets = new LoraTargets(json);
        this.ranks = exceptions(json, RANKS);
        this.alphas = exceptions(json, ALPHAS);
    }

    private static List<Deviation> exceptions(JsonFile json, String key) {
        List<Deviation> exceptions = new ArrayList<>();
        json.object(key).ifPresent(values -> {
            for (String pattern : values.keys()) {
                double value = values.number(pattern).orElseThrow(() -> values.missing(pattern));
                exceptions.add(new Deviation(ModulePattern.of(json, key, "(.*\\.)?(" + pattern + ")"), value));
            }
        });
        return List.copyOf(exceptions);
    }

    /** @throws InvalidInputException naming what is not supported or malformed */
    static LoraSettings of(JsonFile json) {
        String kind = json.text("peft_type").orElse("");
        if (!kind.equals("LORA")) {
            throw new InvalidInputException(
                    "The adapter in " + json.file() + " is of the kind " + (kind.isEmpty() ? "(none given)" : kind)
                            + "; only LORA can be read.",
                    json.file());
        }
        for (String key : UNSUPPORTED_FLAGS) {
            if (json.flag(key, false)) {
                throw unsupported(json, key);
            }
        }
        for (String key : UNSUPPORTED_KEYS) {
            if (!json.isEmpty(key)) {
                throw unsupported(json, key);
            }
        }
        if (!json.text("bias").orElse("none").equals("none")) {
            throw unsupported(json, "bias");
        }
        String start = json.isText("init_lora_weights")
                ? json.text("init_lora_weights").orElse("")
                : "";
        if (STARTS_THAT_CHANGE_WEIGHTS.stream().anyMatch(start::startsWith)) {
            throw unsupported(json, "init_lora_weights\": \"" + start);
        }
        return new LoraSettings(json);
    }

    private static InvalidInputException unsupported(JsonFile json, String key) {
        return new InvalidInputException(
                "The LoRA adapter uses \"" + key + "\" (in " + json.file()
                        + "), which is not supported; merge it into its model with the tool that made it.",
                json.file());
    }

    /**
     * Checks that a module whose tensors are there is one that the settings name.
     *
     * @throws InvalidInputException when PEFT would pass over its tensors
     */
    void requireTargeted(String module) {
        if (!targets.contain(module)) {
            throw new InvalidInputException(
                    "The LoRA adapter has tensors for " + module + ", which the target_modules, exclude_modules or"
                            + " layers_to_transform in " + json.file()
                            + " leave out; the two files are not of the same training.",
                    json.file());
        }
    }

    /**
     * s for one module.
     *
     * @param actualRank the rank that its tensors have
     * @throws InvalidInputException when the settings say another
     */
    double scale(String module, int actualRank) {
        double expected = value(ranks, module, rank);
        if (expected != actualRank) {
            throw new InvalidInputException(
                    "The LoRA tensors of " + module + " have the rank " + actualRank + ", but " + json.file() + " says "
                            + (int) expected + ".",
                    json.file());
        }
        return value(alphas, module, alpha) / (rankStabilised ? Math.sqrt(actualRank) : actualRank);
    }

    /** The first exception that matches counts. */
    private static double value(List<Deviation> exceptions, String module, double otherwise) {
        return exceptions.stream()
                .filter(exception -> exception.modules().matches(module))
                .mapToDouble(Deviation::value)
                .findFirst()
                .orElse(otherwise);
    }
}
