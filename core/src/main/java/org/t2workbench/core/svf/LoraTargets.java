package org.t2workbench.core.svf;

import java.util.ArrayList;
import java.util.List;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.job.InvalidInputException;

/** Which modules an {@code adapter_config.json} names as adapted, as PEFT reads it when it opens the folder. */
final class LoraTargets {

    private static final String TARGETS = "target_modules";
    private static final String EXCLUDED = "exclude_modules";
    private static final String LAYERS = "layers_to_transform";
    private static final String LAYERS_PATTERN = "layers_pattern";

    /** Every linear layer, whatever it is called. */
    private static final String ALL_LINEAR = "all-linear";

    /** Whatever the list of layers is called. */
    private static final String ANY = "[^.]*";

    private final boolean named;
    private final List<String> targets;
    private final List<ModulePattern> targetPattern;
    private final List<String> excluded;
    private final List<ModulePattern> excludedPattern;
    private final List<Integer> layers;
    private final List<ModulePattern> layerPatterns = new ArrayList<>();

    /** @throws InvalidInputException when one of the keys is malformed */
    LoraTargets(JsonFile json) {
        this.named = !json.isEmpty(TARGETS)
                && !(json.isText(TARGETS) && json.text(TARGETS).orElseThrow().equals(ALL_LINEAR));
        this.targets = names(json, TARGETS);
        this.targetPattern = named ? pattern(json, TARGETS) : List.of();
        this.excluded = names(json, EXCLUDED);
        this.excludedPattern = pattern(json, EXCLUDED);
        this.layers = json.wholeNumbers(LAYERS);
        for (String pattern : patterns(json)) {
            layerPatterns.add(ModulePattern.of(
                    json,
                    LAYERS_PATTERN,
                    (ANY.equals(pattern) ? ".*?\\." : "(?:^|.*?\\.)") + pattern + "\\.(?<index>\\d+)\\."));
        }
    }

    private static List<String> names(JsonFile json, String key) {
        return json.isText(key) ? List.of() : json.texts(key);
    }

    private static List<ModulePattern> pattern(JsonFile json, String key) {
        return json.isText(key)
                ? List.of(ModulePattern.of(json, key, json.text(key).orElseThrow()))
                : List.of();
    }

    private static List<String> patterns(JsonFile json) {
        if (json.isEmpty(LAYERS_PATTERN)) {
            return List.of(ANY);
        }
        return json.isText(LAYERS_PATTERN)
                ? List.of(json.text(LAYERS_PATTERN).orElseThrow())
                : json.texts(LAYERS_PATTERN);
    }

    /** Whether a module is adapted, {@code model.layers.0.self_attn.q_proj}. */
    boolean contain(String module) {
        if (isOneOf(module, excluded) || matches(module, excludedPattern)) {
            return false;
        }
        if (!named || targets.contains(module) || matches(module, targetPattern)) {
            return true;
        }
        return isOneOf(module, targets) && (layers.isEmpty() || layers.contains(layer(module)));
    }

    private static boolean isOneOf(String module, List<String> names) {
        return names.stream().anyMatch(name -> module.equals(name) || module.endsWith("." + name));
    }

    private static boolean matches(String module, List<ModulePattern> patterns) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(module));
    }

    /** The layer's number in a module's name; -1 where there is none. */
    private int layer(String module) {
        return layerPatterns.stream()
                .flatMap(pattern -> pattern.index(module).stream())
                .findFirst()
                .map(LoraTargets::number)
                .orElse(-1);
    }

    private static int number(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
