package org.t2workbench.core.spectrum;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.t2workbench.core.svf.HardRank;

/**
 * What one spectrum σ₁ ≥ … ≥ σ_r of an m × n matrix says, in f64. λ = σ², p = σ/Σσ, q = λ/Σλ; logarithms are natural
 * where not named otherwise. A matrix of zeros has norms and a rank of 0 and nothing else.
 *
 * @param frobeniusNorm √Σλ
 * @param spectralNorm σ₁
 * @param nuclearNorm Σσ
 * @param stableRank Σλ/λ₁
 * @param effectiveRank exp(−Σ p ln p) (Roy and Vetterli 2007)
 * @param energyEffectiveRank exp(−Σ q ln q)
 * @param entropy −Σ (q+ε) ln(q+ε) / ln(R+ε) with R the hard rank and ε = 1e−10 (WeightWatcher's matrix entropy); absent
 *     below rank 2
 * @param rank r, the number of singular values
 * @param hardRank number of σ above σ₁ max(m, n) 2⁻⁵²
 * @param weakRankLoss number of λ below 1e−6
 * @param participationRatio (Σλ)²/Σλ²
 * @param nuclearRank (Σσ)²/Σσ²
 * @param condition σ₁/σ_r; absent when σ_r is 0
 * @param energyAtTenth Σλ over the largest tenth of the components (rounded up) / Σλ; {@link #cumulativeEnergy} has it
 *     for every k
 * @param powerLaw the tail of λ; absent when flat or too short
 * @param logAlphaNorm log₁₀ Σ λ^α; absent without a power law
 * @param randomEdge the band of a random matrix of this shape and variance
 * @param bulk the random-matrix law fitted to the bulk of λ; absent where none fits
 */
public record SpectrumMetrics(
        double frobeniusNorm,
        double spectralNorm,
        double nuclearNorm,
        OptionalDouble stableRank,
        OptionalDouble effectiveRank,
        OptionalDouble energyEffectiveRank,
        OptionalDouble entropy,
        int rank,
        int hardRank,
        int weakRankLoss,
        OptionalDouble participationRatio,
        OptionalDouble nuclearRank,
        OptionalDouble condition,
        OptionalDouble energyAtTenth,
        Optional<PowerLaw> powerLaw,
        OptionalDouble logAlphaNorm,
        Optional<RandomEdge> randomEdge,
        Optional<RandomBulk> bulk) {

    private static final double ENTROPY_EPSILON = 1e-10;

    /** Eigenvalues below are weak (WeightWatcher's {@code weak_rank_loss}). */
    private static final double WEAK = 1e-6;

    private static final int TENTH = 10;

    /**
     * @param values singular values in any order; gains may have made some negative, their sizes count
     * @param rows m, at least 1
     * @param columns n, at least 1
     */
    public static SpectrumMetrics of(double[] values, long rows, long columns) {
        double[] sigma = descending(values);
        double[] lambda = Arrays.stream(sigma).map(s -> s * s).toArray();
        double largest = sigma.length == 0 ? 0 : sigma[0];
        double nuclear = Arrays.stream(sigma).sum();
        double energy = Arrays.stream(lambda).sum();
        if (!(energy > 0)) {
            return zero(sigma.length);
        }
        double tolerance = HardRank.tolerance(largest, rows, columns);
        int hardRank = (int) Arrays.stream(sigma).filter(s -> s > tolerance).count();
        double smallest = sigma[sigma.length - 1];
        int weak = (int) Arrays.stream(lambda).filter(value -> value < WEAK).count();
        int tenth = (lambda.length + TENTH - 1) / TENTH;
        Optional<PowerLaw> law = PowerLaw.fit(lambda);
        return new SpectrumMetrics(
                Math.sqrt(energy),
                largest,
                nuclear,
                OptionalDouble.of(energy / lambda[0]),
                OptionalDouble.of(Math.exp(shannon(sigma, nuclear))),
                OptionalDouble.of(Math.exp(shannon(lambda, energy))),
                hardRank < 2 ? OptionalDouble.empty() : OptionalDouble.of(entropy(lambda, energy, hardRank)),
                sigma.length,
                hardRank,
                weak,
                OptionalDouble.of(participation(lambda, energy)),
                OptionalDouble.of(participation(sigma, nuclear)),
                smallest > 0 ? OptionalDouble.of(largest / smallest) : OptionalDouble.empty(),
                OptionalDouble.of(Arrays.stream(lambda, 0, tenth).sum() / energy),
                law,
                law.map(fitted -> OptionalDouble.of(logPowerSum(lambda, fitted.alpha())))
                        .orElse(OptionalDouble.empty()),
                Optional.of(RandomEdge.of(sigma, rows, columns)),
                RandomBulk.fit(lambda, rows, columns));
    }

    private static SpectrumMetrics zero(int rank) {
        OptionalDouble none = OptionalDouble.empty();
        return new SpectrumMetrics(
                0,
                0,
                0,
                none,
                none,
                none,
                none,
                rank,
                0,
                rank,
                none,
                none,
                none,
                none,
                Optional.empty(),
                none,
                Optional.empty(),
                Optional.empty());
    }

    /** r − hard rank: components that are 0 up to rounding. */
    public int rankLoss() {
        return rank - hardRank;
    }

    /** log₁₀ Σλ, WeightWatcher's {@code log_norm}: of the squared norm. Absent for a matrix of zeros. */
    public OptionalDouble logNorm() {
        return log(frobeniusNorm);
    }

    /** log₁₀ λ₁, WeightWatcher's {@code log_spectral_norm}: of the squared norm. Absent for a matrix of zeros. */
    public OptionalDouble logSpectralNorm() {
        return log(spectralNorm);
    }

    private static OptionalDouble log(double norm) {
        return norm > 0 ? OptionalDouble.of(2 * Math.log10(norm)) : OptionalDouble.empty();
    }

    /**
     * Σ_{i≤k} λ_i / Σ λ for k = 1 … r, the share of the energy in the largest k components; all 0 for a matrix of
     * zeros.
     */
    public static double[] cumulativeEnergy(double[] values) {
        double[] shares = descending(values);
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            sum += shares[i] * shares[i];
            shares[i] = sum;
        }
        for (int i = 0; i < shares.length && sum > 0; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    /** α log₁₀ λ₁, WeightWatcher's alpha-hat. */
    public OptionalDouble alphaHat() {
        return powerLaw.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(powerLaw.get().alpha() * 2 * Math.log10(spectralNorm));
    }

    /** Sizes from the largest down. */
    static double[] descending(double[] values) {
        double[] sorted = Arrays.stream(values).map(value -> -Math.abs(value)).toArray();
        Arrays.sort(sorted);
        for (int i = 0; i < sorted.length; i++) {
            // 0 - x and not -x: a zero stays a positive zero
            sorted[i] = 0 - sorted[i];
        }
        return sorted;
    }

    /** −Σ p ln p with p = x/total; components of no size add nothing. */
    private static double shannon(double[] x, double total) {
        double sum = 0;
        for (double value : x) {
            double share = value / total;
            if (share > 0) {
                sum -= share * Math.log(share);
            }
        }
        return sum;
    }

    private static double entropy(double[] lambda, double energy, int hardRank) {
        double sum = 0;
        for (double value : lambda) {
            double share = value / energy + ENTROPY_EPSILON;
            sum -= share * Math.log(share);
        }
        return sum / Math.log(hardRank + ENTROPY_EPSILON);
    }

    /** log₁₀ Σ λ^α, from the largest term on: λ₁^α itself may be too large for f64. */
    private static double logPowerSum(double[] lambda, double alpha) {
        double sum = 0;
        for (double value : lambda) {
            sum += Math.pow(value / lambda[0], alpha);
        }
        return alpha * Math.log10(lambda[0]) + Math.log10(sum);
    }

    private static double participation(double[] x, double total) {
        double squares = 0;
        for (double value : x) {
            squares += (value / total) * (value / total);
        }
        return 1 / squares;
    }
}
