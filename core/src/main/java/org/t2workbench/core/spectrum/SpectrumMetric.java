package org.t2workbench.core.spectrum;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/** The metrics by name: what a table has as columns, a heat map as choices and a JSON document as keys. */
public enum SpectrumMetric {
    STABLE_RANK(SpectrumMetrics::stableRank),
    EFFECTIVE_RANK(SpectrumMetrics::effectiveRank),
    ENERGY_EFFECTIVE_RANK(SpectrumMetrics::energyEffectiveRank),
    HARD_RANK(metrics -> OptionalDouble.of(metrics.hardRank())),
    RANK_LOSS(metrics -> OptionalDouble.of(metrics.rankLoss())),
    WEAK_RANK_LOSS(metrics -> OptionalDouble.of(metrics.weakRankLoss())),
    ALPHA(metrics -> of(metrics, PowerLaw::alpha)),
    ALPHA_DISTANCE(metrics -> of(metrics, PowerLaw::distance)),
    ALPHA_DEVIATION(metrics -> of(metrics, PowerLaw::deviation)),
    ALPHA_START(metrics -> of(metrics, PowerLaw::start)),
    ALPHA_TAIL(metrics -> of(metrics, law -> (double) law.tail())),
    ALPHA_HAT(SpectrumMetrics::alphaHat),
    LOG_ALPHA_NORM(SpectrumMetrics::logAlphaNorm),
    ENTROPY(SpectrumMetrics::entropy),
    PARTICIPATION_RATIO(SpectrumMetrics::participationRatio),
    NUCLEAR_RANK(SpectrumMetrics::nuclearRank),
    CONDITION(SpectrumMetrics::condition),
    ENERGY_AT_TENTH(SpectrumMetrics::energyAtTenth),
    FROBENIUS_NORM(metrics -> OptionalDouble.of(metrics.frobeniusNorm())),
    SPECTRAL_NORM(metrics -> OptionalDouble.of(metrics.spectralNorm())),
    NUCLEAR_NORM(metrics -> OptionalDouble.of(metrics.nuclearNorm())),
    LOG_NORM(SpectrumMetrics::logNorm),
    LOG_SPECTRAL_NORM(SpectrumMetrics::logSpectralNorm),
    RANDOM_LOWER_EDGE(metrics -> edge(metrics, RandomEdge::lower)),
    RANDOM_EDGE(metrics -> edge(metrics, RandomEdge::upper)),
    ABOVE_RANDOM_EDGE(metrics -> edge(metrics, edge -> (double) edge.above())),
    MP_LOWER_EDGE(metrics -> bulk(metrics, RandomBulk::lower)),
    MP_UPPER_EDGE(metrics -> bulk(metrics, RandomBulk::upper)),
    MP_SOFT_RANK(metrics -> bulk(metrics, RandomBulk::softRank)),
    MP_SPIKES(metrics -> bulk(metrics, bulk -> (double) bulk.spikes()));

    private final Function<SpectrumMetrics, OptionalDouble> value;

    SpectrumMetric(Function<SpectrumMetrics, OptionalDouble> value) {
        this.value = value;
    }

    /** The key in JSON documents: the name in snake case, as in {@code stable_rank}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The metric's value; empty where it is undefined, which is to be shown as "n/a". */
    public OptionalDouble of(SpectrumMetrics metrics) {
        return value.apply(metrics);
    }

    private static OptionalDouble of(SpectrumMetrics metrics, Function<PowerLaw, Double> part) {
        return metrics.powerLaw().map(law -> OptionalDouble.of(part.apply(law))).orElse(OptionalDouble.empty());
    }

    private static OptionalDouble edge(SpectrumMetrics metrics, Function<RandomEdge, Double> part) {
        return metrics.randomEdge()
                .map(edge -> OptionalDouble.of(part.apply(edge)))
                .orElse(OptionalDouble.empty());
    }

    private static OptionalDouble bulk(SpectrumMetrics metrics, Function<RandomBulk, Double> part) {
        return metrics.bulk().map(bulk -> OptionalDouble.of(part.apply(bulk))).orElse(OptionalDouble.empty());
    }
}
