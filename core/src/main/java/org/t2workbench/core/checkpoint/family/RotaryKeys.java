package org.t2workbench.core.checkpoint.family;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.checkpoint.RopeScaling;
import org.t2workbench.core.checkpoint.Rotary;
import org.t2workbench.core.job.InvalidInputException;

/**
 * Reads how positions turn queries and keys: from {@code rope_theta}, {@code rope_scaling} and {@code partial_rotary_factor},
 * or, in newer files, from {@code rope_parameters}, which holds all three.
 */
final class RotaryKeys {

    private static final String PARAMETERS = "rope_parameters";
    private static final String SCALING = "rope_scaling";
    private static final String THETA = "rope_theta";
    private static final String ORIGINAL = "original_max_position_embeddings";

    private static final double YARN_FAST = 32;
    private static final double YARN_SLOW = 1;

    private final ConfigKeys keys;
    private final JsonFile json;

    private RotaryKeys(ConfigKeys keys) {
        this.keys = keys;
        this.json = keys.json();
    }

    /** One way for all layers. */
    static Rotary read(ConfigKeys keys, double defaultTheta) {
        return new RotaryKeys(keys).one(defaultTheta);
    }

    /** One table for global layers and a second for local ones; only the first may be scaled. */
    static Rotary readGlobalAndLocal(ConfigKeys keys, double defaultTheta, double defaultLocalTheta) {
        RotaryKeys reader = new RotaryKeys(keys);
        JsonFile parameters = keys.json().object(PARAMETERS).orElse(null);
        JsonFile global =
                parameters == null ? null : parameters.object("full_attention").orElse(parameters);
        JsonFile local = parameters == null
                ? null
                : parameters.object("sliding_attention").orElse(null);
        JsonFile scaling = keys.json().isEmpty(SCALING)
                ? global
                : keys.json().object(SCALING).orElseThrow();
        double theta = reader.theta(global, defaultTheta);
        double localTheta = local == null || !local.has(THETA)
                ? keys.positive("rope_local_base_freq", defaultLocalTheta)
                : ConfigKeys.positive(local, THETA, defaultLocalTheta);
        if (local != null && !type(local).equals("default")) {
            throw local.wrong("rope_type", "\"default\"");
        }
        RopeScaling scale = scaling == null ? new RopeScaling.None() : reader.simple(scaling);
        return new Rotary(
                reader.size(1),
                List.of(new Rotary.Table(theta, scale), new Rotary.Table(localTheta, new RopeScaling.None())),
                1,
                0);
    }

    private Rotary one(double defaultTheta) {
        JsonFile parameters = json.object(PARAMETERS).orElse(null);
        double theta = theta(parameters, defaultTheta);
        // a file with both is read by the older key, as transformers does, whichever its version
        JsonFile scaling =
                json.isEmpty(SCALING) ? parameters : json.object(SCALING).orElseThrow();
        JsonFile partial = parameters != null && parameters.has("partial_rotary_factor") ? parameters : json;
        double share = ConfigKeys.positive(partial, "partial_rotary_factor", 1);
        if (share > 1) {
            throw partial.wrong("partial_rotary_factor", "a number above 0 and up to 1");
        }
        int size = size(share);
        if (scaling == null) {
            return new Rotary(size, List.of(new Rotary.Table(theta, new RopeScaling.None())), 1, 0);
        }
        return switch (type(scaling)) {
            case "longrope", "su" -> longRope(size, theta, scaling);
            // the first Phi-3 called its two lists of factors so
            case "yarn" -> scaling.has("short_factor") ? longRope(size, theta, scaling) : yarn(size, theta, scaling);
            default -> new Rotary(size, List.of(new Rotary.Table(theta, simple(scaling))), 1, 0);
        };
    }

    /** Within the newer key or, where that lacks it, beside it as older files have it. */
    private double theta(@Nullable JsonFile parameters, double otherwise) {
        return ConfigKeys.positive(parameters != null && parameters.has(THETA) ? parameters : json, THETA, otherwise);
    }

    private int size(double share) {
        int size = (int) (keys.headSize() * share);
        if (size % 2 != 0 || size == 0) {
            throw new InvalidInputException(
                    "The model in " + json.file() + " turns " + size
                            + " numbers of each head by their position, but rotary positions need an even number.",
                    json.file());
        }
        return size;
    }

    private static String type(JsonFile scaling) {
        return scaling.text("rope_type").or(() -> scaling.text("type")).orElse("default");
    }

    /** A scaling that leaves cos and sin as long as they are. */
    private RopeScaling simple(JsonFile scaling) {
        String type = type(scaling);
        return switch (type) {
            // dynamic: frequencies change beyond the context only, and nothing is read beyond it
            case "default", "dynamic" -> new RopeScaling.None();
            case "linear" -> new RopeScaling.Linear(required(scaling, "factor"));
            case "llama3" -> llama3(scaling);
            default ->
                throw new InvalidInputException(
                        "The model in " + json.file() + " stretches its positions by \"" + type
                                + "\" (rope_scaling), which is not supported for the type \""
                                + json.text("model_type").orElse("") + "\"; supported are linear, dynamic, llama3, yarn"
                                + " and longrope, as far as the family publishes them.",
                        json.file());
        };
    }

    private RopeScaling llama3(JsonFile scaling) {
        double factor = required(scaling, "factor");
        double low = required(scaling, "low_freq_factor");
        double high = required(scaling, "high_freq_factor");
        if (!(high > low)) {
            throw scaling.wrong("high_freq_factor", "a number above low_freq_factor (" + low + ")");
        }
        return new RopeScaling.Llama3(factor, low, high, scaling.count(ORIGINAL, Integer.MAX_VALUE));
    }

    private Rotary yarn(int size, double theta, JsonFile scaling) {
        double factor = required(scaling, "factor");
        double fast = ConfigKeys.positive(scaling, "beta_fast", YARN_FAST);
        double slow = ConfigKeys.positive(scaling, "beta_slow", YARN_SLOW);
        int original = scaling.has(ORIGINAL) ? scaling.count(ORIGINAL, Integer.MAX_VALUE) : keys.contextLength();
        double magnitude;
        if (scaling.has("attention_factor")) {
            magnitude = required(scaling, "attention_factor");
        } else if (scaling.has("mscale") && scaling.has("mscale_all_dim")) {
            magnitude = yarnMagnitude(factor, required(scaling, "mscale"))
                    / yarnMagnitude(factor, required(scaling, "mscale_all_dim"));
        } else {
            magnitude = yarnMagnitude(factor, 1);
        }
        RopeScaling yarn = new RopeScaling.Yarn(factor, fast, slow, original, scaling.flag("truncate", true));
        return new Rotary(size, List.of(new Rotary.Table(theta, yarn)), magnitude, 0);
    }

    private static double yarnMagnitude(double factor, double scale) {
        return factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1;
    }

    private Rotary longRope(int size, double theta, JsonFile scaling) {
        JsonFile where = json.has(ORIGINAL) ? json : scaling;
        int original = where.has(ORIGINAL) ? where.count(ORIGINAL, Integer.MAX_VALUE) : keys.originalContext();
        double factor = json.has(ORIGINAL) || !scaling.has("factor")
                ? (double) keys.contextLength() / original
                : required(scaling, "factor");
        double magnitude = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original));
        Rotary.Table near = new Rotary.Table(theta, factors(scaling, "short_factor", size));
        Rotary.Table far = new Rotary.Table(theta, factors(scaling, "long_factor", size));
        double used = scaling.has("attention_factor") ? required(scaling, "attention_factor") : magnitude;
        return original < keys.contextLength()
                ? new Rotary(size, List.of(near, far), used, original)
                : new Rotary(size, List.of(near), used, 0);
    }

    private static RopeScaling factors(JsonFile scaling, String key, int size) {
        List<Double> factors = scaling.numbers(key);
        if (factors.size() != size / 2 || factors.stream().anyMatch(factor -> !(factor > 0))) {
            throw scaling.wrong(key, "a list of " + size / 2 + " numbers above 0");
        }
        return new RopeScaling.Each(factors);
    }

    private static double required(JsonFile scaling, String key) {
        if (!scaling.has(key)) {
            throw scaling.missing(key);
        }
        return ConfigKeys.positive(scaling, key, 1);
    }
}
