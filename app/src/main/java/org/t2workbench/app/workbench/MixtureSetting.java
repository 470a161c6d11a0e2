package org.t2workbench.app.workbench;

import java.util.HashMap;
import java.util.Map;

/** α by expert id. An expert that is not named has α = 0; all of them at 0 is the base model. */
public record MixtureSetting(Map<String, Double> alphas) {

    public static final MixtureSetting NEUTRAL = new MixtureSetting(Map.of());

    public MixtureSetting {
        alphas = Map.copyOf(alphas);
    }

    public double alpha(String expert) {
        return alphas.getOrDefault(expert, 0.0);
    }

    public MixtureSetting with(String expert, double alpha) {
        Map<String, Double> changed = new HashMap<>(alphas);
        if (alpha == 0) {
            changed.remove(expert);
        } else {
            changed.put(expert, alpha);
        }
        return new MixtureSetting(changed);
    }

    public boolean isNeutral() {
        return alphas.values().stream().allMatch(alpha -> alpha == 0);
    }
}
