package org.t2workbench.core.spectrum;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is striking about a spectrum, each with what it means and what it does not. */
public enum SpectrumFlag {
    /** σ are all 0. */
    ZERO("All entries are 0: the matrix does nothing, and only its norms and its rank are defined."),
    /** More components are 0 than f64 arithmetic explains. */
    RANK_DEFICIENT("Some components are 0 up to rounding. The matrix maps whole directions to nothing; that may be by"
            + " design (a factored or pruned weight) and says nothing about how good the model is."),
    /** All σ are the same. */
    FLAT(
            "All singular values are equal, so no power law can be fitted and no component comes before another; their order,"
                    + " and the directions that belong to one of them, are arbitrary."),
    /** α below 2. */
    OVER_TRAINED("α is below 2, where WeightWatcher speaks of an over-trained layer: the tail is so heavy that a few"
            + " components carry the matrix. It is a rule from well-trained vision and language models, no proof of"
            + " over-fitting."),
    /** α above 6. */
    UNDER_TRAINED(
            "α is above 6, where WeightWatcher speaks of an under-trained layer: the tail falls off nearly as in a"
                    + " random matrix. Small matrices often have it, and the layer may still be needed."),
    /** α above 8. */
    SPURIOUS_FIT("α is above 8: the tail is no power law, and the number should not be read as an exponent."),
    /** A few eigenvalues in the tail. */
    SHORT_TAIL("The fitted tail has fewer than ten eigenvalues: α is little more than a guess.");

    /** Below, WeightWatcher calls a layer over-trained. */
    private static final double OVER = 2;

    private static final double UNDER = 6;
    private static final double SPURIOUS = 8;
    private static final int SHORT = 10;
    /** Within this of each other, singular values are equal. */
    private static final double EQUAL = 1e-12;

    private final String meaning;

    SpectrumFlag(String meaning) {
        this.meaning = meaning;
    }

    /** The key in JSON documents: the name in snake case. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Sentences: what it does and does not mean. */
    public String meaning() {
        return meaning;
    }

    /** What holds of a spectrum, in the order above. */
    public static List<SpectrumFlag> of(SpectrumMetrics metrics) {
        List<SpectrumFlag> flags = new ArrayList<>();
        if (metrics.hardRank() == 0) {
            flags.add(ZERO);
            return flags;
        }
        if (metrics.rankLoss() > 0) {
            flags.add(RANK_DEFICIENT);
        }
        if (metrics.rank() > 1 && metrics.condition().orElse(Double.MAX_VALUE) <= 1 + EQUAL) {
            flags.add(FLAT);
        }
        metrics.powerLaw().ifPresent(law -> {
            if (law.alpha() < OVER) {
                flags.add(OVER_TRAINED);
            } else if (law.alpha() > SPURIOUS) {
                flags.add(SPURIOUS_FIT);
            } else if (law.alpha() > UNDER) {
                flags.add(UNDER_TRAINED);
            }
            if (law.tail() < SHORT) {
                flags.add(SHORT_TAIL);
            }
        });
        return flags;
    }
}
