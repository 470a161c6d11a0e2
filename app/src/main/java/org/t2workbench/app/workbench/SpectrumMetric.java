package org.t2workbench.app.workbench;

import java.util.Locale;

/** What a matrix can be coloured by; definitions in the engine's spectrum room. */
public enum SpectrumMetric {
    EFFECTIVE_RANK_SHARE("metric.effectiveRankShare", Format.PERCENT),
    EFFECTIVE_RANK("metric.effectiveRank", Format.ONE_DECIMAL),
    STABLE_RANK("metric.stableRank", Format.ONE_DECIMAL),
    HARD_RANK("metric.hardRank", Format.WHOLE),
    PARTICIPATION_RATIO("metric.participationRatio", Format.ONE_DECIMAL),
    POWER_LAW_ALPHA("metric.alpha", Format.TWO_DECIMALS),
    MATRIX_ENTROPY("metric.entropy", Format.TWO_DECIMALS),
    LARGEST_SINGULAR_VALUE("metric.largest", Format.TWO_DECIMALS),
    CONDITION_NUMBER("metric.condition", Format.ONE_DECIMAL),
    RELATIVE_CHANGE("metric.relativeChange", Format.PERCENT_ONE_DECIMAL),
    LARGEST_GAIN_CHANGE("metric.largestGain", Format.TWO_DECIMALS);

    /** How a value is written; a share of 1 is 100 %. */
    public enum Format {
        WHOLE,
        ONE_DECIMAL,
        TWO_DECIMALS,
        PERCENT,
        PERCENT_ONE_DECIMAL
    }

    private final String key;
    private final Format format;

    SpectrumMetric(String key, Format format) {
        this.key = key;
        this.format = format;
    }

    /** The key of its name in the bundle. */
    public String key() {
        return key;
    }

    /** The value as the window writes it; "n/a" where undefined. */
    public String write(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "n/a";
        }
        return switch (format) {
            case WHOLE -> String.format(Locale.ROOT, "%.0f", value);
            case ONE_DECIMAL -> String.format(Locale.ROOT, "%.1f", value);
            case TWO_DECIMALS -> String.format(Locale.ROOT, "%.2f", value);
            case PERCENT -> String.format(Locale.ROOT, "%.0f %%", 100 * value);
            case PERCENT_ONE_DECIMAL -> String.format(Locale.ROOT, "%.1f %%", 100 * value);
        };
    }

    /** Whether it describes what the mixture does rather than the base weights. */
    public boolean followsMixture() {
        return this == RELATIVE_CHANGE || this == LARGEST_GAIN_CHANGE;
    }
}
