package org.t2workbench.core.svf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.job.InvalidInputException;

/**
 * What of an {@code adapter_config.json} decides the scale of B A: s = α/r, or α/√r with rsLoRA, with exceptions by
 * module name.
 */
final class LoraSettings {

    /** Keys that, when true, make another kind of adapter. */
    private static final List<String> UNSUPPORTED_FLAGS =
            List.of("use_dora", "use_qalora", "fan_in_fan_out", "lora_bias");

    /** Keys that, when set to anything, do. */
    private static final List<String> UNSUPPORTED_KEYS = List.of(
            "layer_replication",
            "target_parameters",
            "trainable_token_indices",
            "modules_to_save",
            "alora_invocation_tokens",
            "arrow_config");

    /** Steps that matching one module name may take: a pattern that needs more was made to hang the reader. */
    private static final int MAX_STEPS = 100_000;

    private final JsonFile json;
    private final double alpha;
    private final int rank;
    private final boolean rankStabilised;
    private final boolean ranksVary;
    private final Map<Pattern, Double> alphaPatterns = new LinkedHashMap<>();

    private LoraSettings(JsonFile json) {
        this.json = json;
        this.rank = json.count("r", 1 << 16);
        this.alpha = json.number("lora_alpha").orElseThrow(() -> json.missing("lora_alpha"));
        this.rankStabilised = json.flag("use_rslora", false);
        this.ranksVary = json.object("rank_pattern")
                .map(ranks -> !ranks.keys().isEmpty())
                .orElse(false);
        json.object("alpha_pattern").ifPresent(alphas -> {
            for (String key : alphas.keys()) {
                double value = alphas.number(key).orElseThrow(() -> alphas.missing(key));
                try {
                    alphaPatterns.put(Pattern.compile("(.*\\.)?(" + key + ")"), value);
                } catch (PatternSyntaxException e) {
                    throw json.wrong("alpha_pattern", "an object whose keys are module names or patterns");
                }
            }
        });
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
        return new LoraSettings(json);
    }

    private static InvalidInputException unsupported(JsonFile json, String key) {
        return new InvalidInputException(
                "The LoRA adapter uses \"" + key + "\" (in " + json.file()
                        + "), which is not supported; merge it into its model with the tool that made it.",
                json.file());
    }

    /**
     * s for one module.
     *
     * @param actualRank the rank that its tensors have
     */
    double scale(String module, int actualRank) {
        if (!ranksVary && actualRank != rank) {
            throw new InvalidInputException(
                    "The LoRA tensors of " + module + " have the rank " + actualRank + ", but " + json.file() + " says "
                            + rank + ".",
                    json.file());
        }
        double moduleAlpha = alpha;
        for (Map.Entry<Pattern, Double> exception : alphaPatterns.entrySet()) {
            if (exception.getKey().matcher(new Bounded(module)).matches()) {
                moduleAlpha = exception.getValue();
                break;
            }
        }
        return moduleAlpha / (rankStabilised ? Math.sqrt(actualRank) : actualRank);
    }

    /** A text that stops a pattern that looks at it too often: patterns come from a file and may never end. */
    private final class Bounded implements CharSequence {

        private final CharSequence text;
        private int steps;

        Bounded(CharSequence text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++steps > MAX_STEPS) {
                throw json.wrong("alpha_pattern", "an object with simpler patterns");
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
