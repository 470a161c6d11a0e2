package org.t2workbench.app.workbench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a strategy did for one prompt.
 *
 * @param label the category; empty for a strategy without a first pass
 * @param named whether the first pass named it; if not, the label stands for a failed reading
 * @param text what the first pass wrote; empty where it was scored
 * @param probabilities of the categories, in sum 1, in their order; empty where the first pass wrote
 * @param alphas of every expert, the unused ones at 0; none where only the base model is left
 * @param fitsSliders whether one slider per expert can show the same mixture
 * @param first times of the first pass; {@link Times#NONE} without one
 * @param answer times of the answer; {@link Times#NONE} while it is not there
 * @param note why something is not as asked; empty for nothing
 */
public record DispatchReport(
        String label,
        boolean named,
        String text,
        Map<String, Double> probabilities,
        List<ChosenAlpha> alphas,
        boolean fitsSliders,
        Times first,
        Times answer,
        String note) {

    public DispatchReport {
        probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
        alphas = List.copyOf(alphas);
    }

    /**
     * @param seconds of a pass alone
     * @param switchSeconds to get the weights that it runs under
     */
    public record Times(double seconds, double switchSeconds) {

        public static final Times NONE = new Times(Double.NaN, Double.NaN);

        public boolean isKnown() {
            return !Double.isNaN(seconds);
        }
    }

    public boolean hasFirstPass() {
        return !label.isEmpty();
    }

    /** Whether the base model answered as it is. */
    public boolean isBase() {
        return alphas.stream().allMatch(ChosenAlpha::isZero);
    }

    /** The same mixture for the sliders, as far as its experts are open. */
    public MixtureSetting setting() {
        MixtureSetting setting = MixtureSetting.NEUTRAL;
        for (ChosenAlpha alpha : alphas) {
            if (!alpha.expert().isEmpty()) {
                setting = setting.with(alpha.expert(), alpha.highest());
            }
        }
        return setting;
    }
}
