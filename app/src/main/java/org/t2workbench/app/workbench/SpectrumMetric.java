package org.t2workbench.app.workbench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a matrix can be coloured by and a table can show; definitions in the engine's spectrum room. */
public enum SpectrumMetric {
    EFFECTIVE_RANK_SHARE("metric.effectiveRankShare", "metric.effectiveRankShare.about", Format.PERCENT, ""),
    EFFECTIVE_RANK("metric.effectiveRank", "metric.effectiveRank.about", Format.ONE_DECIMAL, "effective_rank"),
    ENERGY_EFFECTIVE_RANK("metric.energyRank", "metric.energyRank.about", Format.ONE_DECIMAL, "energy_effective_rank"),
    STABLE_RANK("metric.stableRank", "metric.stableRank.about", Format.ONE_DECIMAL, "stable_rank"),
    HARD_RANK("metric.hardRank", "metric.hardRank.about", Format.WHOLE, "hard_rank"),
    RANK_LOSS("metric.rankLoss", "metric.rankLoss.about", Format.WHOLE, "rank_loss"),
    PARTICIPATION_RATIO(
            "metric.participationRatio", "metric.participationRatio.about", Format.ONE_DECIMAL, "participation_ratio"),
    ENERGY_AT_TENTH("metric.energyTenth", "metric.energyTenth.about", Format.PERCENT, "energy_at_tenth"),
    MATRIX_ENTROPY("metric.entropy", "metric.entropy.about", Format.TWO_DECIMALS, "entropy"),
    CONDITION_NUMBER("metric.condition", "metric.condition.about", Format.FIGURES, "condition"),
    FROBENIUS_NORM("metric.frobenius", "metric.frobenius.about", Format.FIGURES, "frobenius_norm"),
    LARGEST_SINGULAR_VALUE("metric.largest", "metric.largest.about", Format.FIGURES, "spectral_norm"),
    POWER_LAW_ALPHA("metric.alpha", "metric.alpha.about", Format.TWO_DECIMALS, "alpha"),
    ALPHA_DISTANCE("metric.alphaDistance", "metric.alphaDistance.about", Format.FIGURES, "alpha_distance"),
    ALPHA_START("metric.alphaStart", "metric.alphaStart.about", Format.FIGURES, "alpha_start"),
    ALPHA_HAT("metric.alphaHat", "metric.alphaHat.about", Format.TWO_DECIMALS, "alpha_hat"),
    LOG_ALPHA_NORM("metric.logAlphaNorm", "metric.logAlphaNorm.about", Format.TWO_DECIMALS, "log_alpha_norm"),
    MP_LOWER_EDGE("metric.mpLower", "metric.mpLower.about", Format.FIGURES, "mp_lower_edge"),
    MP_UPPER_EDGE("metric.mpUpper", "metric.mpUpper.about", Format.FIGURES, "mp_upper_edge"),
    MP_SOFT_RANK("metric.mpSoftRank", "metric.mpSoftRank.about", Format.TWO_DECIMALS, "mp_soft_rank"),
    MP_SPIKES("metric.mpSpikes", "metric.mpSpikes.about", Format.WHOLE, "mp_spikes"),
    ABOVE_RANDOM_EDGE("metric.aboveEdge", "metric.aboveEdge.about", Format.WHOLE, "above_random_edge"),
    RANDOM_DISTANCE("metric.randomDistance", "metric.randomDistance.about", Format.FIGURES, ""),
    SHUFFLED_SOFT_RANK("metric.shuffledSoftRank", "metric.shuffledSoftRank.about", Format.TWO_DECIMALS, ""),
    LARGEST_GAIN_CHANGE("metric.largestGain", "metric.largestGain.about", Format.FIGURES, ""),
    RELATIVE_CHANGE("metric.relativeChange", "metric.relativeChange.about", Format.PERCENT_ONE_DECIMAL, ""),
    CHANGED_SHARE("metric.changedShare", "metric.changedShare.about", Format.PERCENT, "");

    /** How a value is written; a share of 1 is 100 %. */
    public enum Format {
        WHOLE,
        ONE_DECIMAL,
        TWO_DECIMALS,
        /** Three figures, in powers of ten where it is very large or small. */
        FIGURES,
        PERCENT,
        PERCENT_ONE_DECIMAL
    }

    private static final double LARGE = 1e5;
    private static final double SMALL = 1e-3;

    private final String key;
    private final String about;
    private final Format format;
    private final Optional<org.t2workbench.core.spectrum.SpectrumMetric> engine;

    /** @param engineKey of the engine's metric of the spectrum alone; empty for one that takes more than the spectrum */
    SpectrumMetric(String key, String about, Format format, String engineKey) {
        this.key = key;
        this.about = about;
        this.format = format;
        this.engine = Optional.of(engineKey)
                .filter(name -> !name.isEmpty())
                .map(name -> org.t2workbench.core.spectrum.SpectrumMetric.valueOf(name.toUpperCase(Locale.ROOT)));
    }

    /** The key of its name in the bundle. */
    public String key() {
        return key;
    }

    /** The key of its formula, source and unit in the bundle. */
    public String about() {
        return about;
    }

    /** The engine's metric of the spectrum alone; empty for one that takes more than the spectrum. */
    public Optional<org.t2workbench.core.spectrum.SpectrumMetric> engine() {
        return engine;
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
            case FIGURES -> figures(value);
            case PERCENT -> String.format(Locale.ROOT, "%.0f %%", 100 * value);
            case PERCENT_ONE_DECIMAL -> String.format(Locale.ROOT, "%.1f %%", 100 * value);
        };
    }

    private static String figures(double value) {
        double size = Math.abs(value);
        if (size != 0 && (size >= LARGE || size < SMALL)) {
            return String.format(Locale.ROOT, "%.1e", value);
        }
        int whole = size < 1 ? 1 : (int) Math.floor(Math.log10(size)) + 1;
        return String.format(Locale.ROOT, "%." + Math.max(0, 3 - whole) + "f", value);
    }

    /** Whether it describes what the mixture does rather than the base weights. */
    public boolean followsMixture() {
        return this == RELATIVE_CHANGE || this == LARGEST_GAIN_CHANGE || this == CHANGED_SHARE;
    }

    /** Whether it takes the matrix with its entries shuffled, and is there later than the others. */
    public boolean isOfShuffled() {
        return this == RANDOM_DISTANCE || this == SHUFFLED_SOFT_RANK;
    }

    /** Those of the spectrum or the gains, without those of shuffled matrices. */
    public static List<SpectrumMetric> immediate() {
        return Arrays.stream(values()).filter(metric -> !metric.isOfShuffled()).toList();
    }
}
