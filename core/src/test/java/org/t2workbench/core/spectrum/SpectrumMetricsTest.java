package org.t2workbench.core.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Figures worked out in f64 from the published formulas; ten decimals are given. */
class SpectrumMetricsTest {

    private static final Offset<Double> GIVEN_DIGITS = within(1e-10);
    private static final Offset<Double> SEVEN_DIGITS = within(1e-7);

    private static final Set<SpectrumMetric> DEFINED_FOR_ZEROS = EnumSet.of(
            SpectrumMetric.HARD_RANK,
            SpectrumMetric.RANK_LOSS,
            SpectrumMetric.WEAK_RANK_LOSS,
            SpectrumMetric.FROBENIUS_NORM,
            SpectrumMetric.SPECTRAL_NORM,
            SpectrumMetric.NUCLEAR_NORM);

    private static double value(SpectrumMetric metric, SpectrumMetrics metrics) {
        return metric.of(metrics).orElseThrow();
    }

    @Test
    void fourToOneHasItsRanksEntropyAndTail() {
        SpectrumMetrics metrics = SpectrumMetrics.of(new double[] {4, 3, 2, 1}, 4, 4);
        assertThat(value(SpectrumMetric.STABLE_RANK, metrics)).isEqualTo(1.875);
        assertThat(value(SpectrumMetric.EFFECTIVE_RANK, metrics)).isCloseTo(3.5961154667, GIVEN_DIGITS);
        assertThat(value(SpectrumMetric.ENERGY_EFFECTIVE_RANK, metrics)).isCloseTo(2.9401975563, GIVEN_DIGITS);
        assertThat(value(SpectrumMetric.ENTROPY, metrics)).isCloseTo(0.7779565478, GIVEN_DIGITS);
        assertThat(value(SpectrumMetric.PARTICIPATION_RATIO, metrics)).isCloseTo(2.5423728814, GIVEN_DIGITS);
        assertThat(value(SpectrumMetric.NUCLEAR_RANK, metrics)).isCloseTo(3.3333333, SEVEN_DIGITS);
        assertThat(Math.log10(metrics.frobeniusNorm() * metrics.frobeniusNorm()))
                .isCloseTo(1.4771212547, GIVEN_DIGITS);
        assertThat(2 * Math.log10(metrics.spectralNorm())).isCloseTo(1.2041199827, GIVEN_DIGITS);
        assertThat(value(SpectrumMetric.ALPHA, metrics)).isCloseTo(1.6293159609, GIVEN_DIGITS);
        assertThat(value(SpectrumMetric.ALPHA_DISTANCE, metrics)).isCloseTo(0.3320599041, GIVEN_DIGITS);
        assertThat(value(SpectrumMetric.ALPHA_DEVIATION, metrics)).isCloseTo(0.3146579804, GIVEN_DIGITS);
        assertThat(value(SpectrumMetric.ALPHA_START, metrics)).isEqualTo(1);
        assertThat(metrics.powerLaw().orElseThrow().tail()).isEqualTo(4);
        assertThat(value(SpectrumMetric.ALPHA_HAT, metrics)).isCloseTo(1.9618919066, GIVEN_DIGITS);
        assertThat(value(SpectrumMetric.LOG_NORM, metrics)).isCloseTo(1.4771212547, GIVEN_DIGITS);
        assertThat(value(SpectrumMetric.LOG_SPECTRAL_NORM, metrics)).isCloseTo(1.2041199827, GIVEN_DIGITS);
        assertThat(value(SpectrumMetric.LOG_ALPHA_NORM, metrics)).isCloseTo(2.1400130429, GIVEN_DIGITS);
        assertThat(value(SpectrumMetric.ALPHA_TAIL, metrics)).isEqualTo(4);
        assertThat(value(SpectrumMetric.ENERGY_AT_TENTH, metrics)).isCloseTo(16 / 30.0, GIVEN_DIGITS);
        assertThat(value(SpectrumMetric.RANK_LOSS, metrics)).isZero();
        assertThat(value(SpectrumMetric.WEAK_RANK_LOSS, metrics)).isZero();
        assertThat(value(SpectrumMetric.HARD_RANK, metrics)).isEqualTo(4);
        assertThat(value(SpectrumMetric.NUCLEAR_NORM, metrics)).isEqualTo(10);
        assertThat(value(SpectrumMetric.CONDITION, metrics)).isEqualTo(4);
    }

    @Test
    void evenEigenvaluesHaveTheirRanksAndTail() {
        double[] sigma = IntStream.rangeClosed(1, 10).mapToDouble(Math::sqrt).toArray();
        SpectrumMetrics metrics = SpectrumMetrics.of(sigma, 10, 10);
        assertThat(value(SpectrumMetric.STABLE_RANK, metrics)).isCloseTo(5.5, GIVEN_DIGITS);
        assertThat(value(SpectrumMetric.EFFECTIVE_RANK, metrics)).isCloseTo(9.5286929913, GIVEN_DIGITS);
        assertThat(value(SpectrumMetric.ENERGY_EFFECTIVE_RANK, metrics)).isCloseTo(8.5958688421, GIVEN_DIGITS);
        assertThat(value(SpectrumMetric.ENTROPY, metrics)).isCloseTo(0.9342897809, GIVEN_DIGITS);
        assertThat(value(SpectrumMetric.ALPHA, metrics)).isCloseTo(4.6815503585, GIVEN_DIGITS);
        assertThat(value(SpectrumMetric.ALPHA_DISTANCE, metrics)).isCloseTo(0.2532378001, GIVEN_DIGITS);
        assertThat(value(SpectrumMetric.ALPHA_DEVIATION, metrics)).isCloseTo(1.6464393728, GIVEN_DIGITS);
        assertThat(value(SpectrumMetric.LOG_ALPHA_NORM, metrics)).isCloseTo(5.0430953057, GIVEN_DIGITS);
        assertThat(value(SpectrumMetric.ALPHA_START, metrics)).isCloseTo(6, GIVEN_DIGITS);
        assertThat(metrics.powerLaw().orElseThrow().tail()).isEqualTo(5);
    }

    @Test
    void quantilesOfAParetoLawGiveItsExponentBack() {
        SpectrumMetrics three = SpectrumMetrics.of(paretoSigma(3), 100, 100);
        assertThat(value(SpectrumMetric.ALPHA, three)).isCloseTo(3.0170930707, GIVEN_DIGITS);
        assertThat(value(SpectrumMetric.ALPHA_DISTANCE, three)).isCloseTo(0.0067328184, GIVEN_DIGITS);
        assertThat(value(SpectrumMetric.ALPHA_START, three)).isCloseTo(1.0025094142, GIVEN_DIGITS);
        assertThat(three.powerLaw().orElseThrow().tail()).isEqualTo(100);
        assertThat(value(SpectrumMetric.STABLE_RANK, three)).isCloseTo(13.7144224223, GIVEN_DIGITS);
        assertThat(value(SpectrumMetric.EFFECTIVE_RANK, three)).isCloseTo(96.0396286898, GIVEN_DIGITS);
        assertThat(value(SpectrumMetric.ENERGY_EFFECTIVE_RANK, three)).isCloseTo(80.4007381387, GIVEN_DIGITS);
        SpectrumMetrics flatter = SpectrumMetrics.of(paretoSigma(2.5), 100, 100);
        assertThat(value(SpectrumMetric.ALPHA, flatter)).isCloseTo(2.5128198031, GIVEN_DIGITS);
        assertThat(value(SpectrumMetric.ALPHA_DISTANCE, flatter)).isCloseTo(0.0067328184, GIVEN_DIGITS);
    }

    private static double[] paretoSigma(double alpha) {
        return IntStream.rangeClosed(1, 100)
                .mapToDouble(j -> Math.sqrt(Math.pow(1 - (j - 0.5) / 100, -1 / (alpha - 1))))
                .toArray();
    }

    @Test
    void aFlatSpectrumHasFullRanksAndNoPowerLaw() {
        double[] sigma = new double[8];
        Arrays.fill(sigma, 1);
        SpectrumMetrics metrics = SpectrumMetrics.of(sigma, 8, 8);
        for (SpectrumMetric rank : new SpectrumMetric[] {
            SpectrumMetric.STABLE_RANK,
            SpectrumMetric.EFFECTIVE_RANK,
            SpectrumMetric.ENERGY_EFFECTIVE_RANK,
            SpectrumMetric.HARD_RANK,
            SpectrumMetric.PARTICIPATION_RATIO,
            SpectrumMetric.NUCLEAR_RANK
        }) {
            assertThat(value(rank, metrics)).as(rank.key()).isCloseTo(8, GIVEN_DIGITS);
        }
        assertThat(value(SpectrumMetric.ENTROPY, metrics)).isCloseTo(1.0000000004, GIVEN_DIGITS);
        assertThat(SpectrumMetric.ALPHA.of(metrics)).isEmpty();
        assertThat(SpectrumMetric.ALPHA_HAT.of(metrics)).isEmpty();
        assertThat(SpectrumMetric.LOG_ALPHA_NORM.of(metrics)).isEmpty();
        assertThat(SpectrumFlag.of(metrics)).containsExactly(SpectrumFlag.FLAT);
    }

    @Test
    void aSpectrumFlatUpToRoundingHasNoPowerLaw() {
        double[] sigma = {1 + 3e-16, 1, 1, 1 - 1e-16, 1 - 2e-16};
        assertThat(SpectrumMetrics.of(sigma, 5, 7).powerLaw()).isEmpty();
    }

    @Test
    void aMatrixOfZerosHasNormsAndNothingElse() {
        SpectrumMetrics metrics = SpectrumMetrics.of(new double[3], 3, 5);
        assertThat(value(SpectrumMetric.HARD_RANK, metrics)).isZero();
        assertThat(value(SpectrumMetric.FROBENIUS_NORM, metrics)).isZero();
        for (SpectrumMetric metric : SpectrumMetric.values()) {
            if (!DEFINED_FOR_ZEROS.contains(metric)) {
                assertThat(metric.of(metrics)).as(metric.key()).isEmpty();
            }
        }
        assertThat(value(SpectrumMetric.RANK_LOSS, metrics)).isEqualTo(3);
        assertThat(SpectrumFlag.of(metrics)).containsExactly(SpectrumFlag.ZERO);
    }

    @Test
    void rankOneHasRanksOfOneAndNeitherEntropyNorCondition() {
        SpectrumMetrics metrics = SpectrumMetrics.of(new double[] {0, 3, 0}, 3, 4);
        assertThat(value(SpectrumMetric.STABLE_RANK, metrics)).isEqualTo(1);
        assertThat(value(SpectrumMetric.EFFECTIVE_RANK, metrics)).isEqualTo(1);
        assertThat(value(SpectrumMetric.HARD_RANK, metrics)).isEqualTo(1);
        assertThat(metrics.entropy()).isEmpty();
        assertThat(metrics.condition()).isEmpty();
        assertThat(metrics.powerLaw()).isEmpty();
        assertThat(value(SpectrumMetric.RANK_LOSS, metrics)).isEqualTo(2);
        assertThat(SpectrumFlag.of(metrics)).containsExactly(SpectrumFlag.RANK_DEFICIENT);
    }

    /** Huge eigenvalues to a high power are beyond f64; their logarithm is not. */
    @Test
    void theAlphaNormOfLargeValuesIsFinite() {
        double[] sigma =
                DoubleStream.iterate(1e30, value -> value * 0.9).limit(200).toArray();
        assertThat(value(SpectrumMetric.LOG_ALPHA_NORM, SpectrumMetrics.of(sigma, 200, 200)))
                .isFinite();
    }

    @Test
    void flagsFollowTheExponent() {
        assertThat(SpectrumFlag.of(SpectrumMetrics.of(paretoSigma(3), 100, 100)))
                .isEmpty();
        assertThat(SpectrumFlag.of(SpectrumMetrics.of(paretoSigma(1.5), 100, 100)))
                .containsExactly(SpectrumFlag.OVER_TRAINED);
        assertThat(SpectrumFlag.of(SpectrumMetrics.of(paretoSigma(7), 100, 100)))
                .containsExactly(SpectrumFlag.UNDER_TRAINED);
        assertThat(SpectrumFlag.of(SpectrumMetrics.of(paretoSigma(12), 100, 100)))
                .containsExactly(SpectrumFlag.SPURIOUS_FIT);
        assertThat(SpectrumFlag.of(SpectrumMetrics.of(new double[] {4, 3, 2, 1}, 4, 4)))
                .containsExactly(SpectrumFlag.OVER_TRAINED, SpectrumFlag.SHORT_TAIL);
    }

    @Test
    void orderAndSignOfTheValuesDoNotMatter() {
        assertThat(SpectrumMetrics.of(new double[] {-2, 4, 1, -3}, 4, 9))
                .isEqualTo(SpectrumMetrics.of(new double[] {4, 3, 2, 1}, 4, 9));
    }

    @Test
    void edgesOfARandomMatrixAreThoseOfMarchenkoAndPastur() {
        assertThat(RandomEdge.eigenvalueEdges(4, 1)).containsExactly(0.25, 2.25);
        assertThat(RandomEdge.eigenvalueEdges(1, 1)).containsExactly(0, 4);
        double[] edges = RandomEdge.eigenvalueEdges(14336.0 / 4096, 1);
        assertThat(edges[0]).isCloseTo(0.2166693181, GIVEN_DIGITS);
        assertThat(edges[1]).isCloseTo(2.3547592534, GIVEN_DIGITS);
    }

    @Test
    void theEdgeScalesWithTheEntriesAndCountsWhatIsAbove() {
        // ‖W‖² = 16 = 8 x 2 x 1: variance 1, Q = 4, so σ₊ = √(8 · 2.25)
        double[] sigma = {Math.sqrt(12), 2};
        RandomEdge edge = SpectrumMetrics.of(sigma, 8, 2).randomEdge().orElseThrow();
        assertThat(edge.upper()).isCloseTo(Math.sqrt(18), GIVEN_DIGITS);
        assertThat(edge.lower()).isCloseTo(Math.sqrt(2), GIVEN_DIGITS);
        assertThat(edge.above()).isZero();
        // ‖W‖² = 100.01 over 10 000 entries: σ₊ = 2 · √100.01/10 = 2.0001
        double[] spiked = new double[100];
        spiked[7] = 10;
        spiked[8] = 0.1;
        assertThat(SpectrumMetrics.of(spiked, 100, 100)
                        .randomEdge()
                        .orElseThrow()
                        .above())
                .isEqualTo(1);
    }

    @Test
    void energyAccumulatesFromTheLargestOn() {
        assertThat(SpectrumMetrics.cumulativeEnergy(new double[] {1, 2, -1})).containsExactly(4 / 6.0, 5 / 6.0, 1);
        assertThat(SpectrumMetrics.cumulativeEnergy(new double[2])).containsExactly(0, 0);
    }

    /** The fit gives up hopeless starts early; the plain search over all starts is the oracle. */
    @Test
    void givingUpEarlyChangesNoFit() {
        Random random = new Random(5);
        for (int size : new int[] {2, 3, 17, 101}) {
            double[] lambda = DoubleStream.generate(() -> Math.exp(2 * random.nextGaussian()))
                    .limit(size)
                    .sorted()
                    .toArray();
            PowerLaw expected = plainSearch(lambda);
            PowerLaw fit = PowerLaw.fit(lambda).orElseThrow();
            assertThat(fit.tail()).isEqualTo(expected.tail());
            assertThat(fit.alpha()).isCloseTo(expected.alpha(), within(1e-9 * expected.alpha()));
            assertThat(fit.distance()).isCloseTo(expected.distance(), within(1e-9));
        }
    }

    private static PowerLaw plainSearch(double[] x) {
        PowerLaw best = new PowerLaw(0, Double.POSITIVE_INFINITY, 0, 0, 0);
        for (int i = 0; i < x.length - 1; i++) {
            int n = x.length - i;
            double sum = 0;
            for (int j = i; j < x.length; j++) {
                sum += Math.log(x[j] / x[i]);
            }
            double alpha = 1 + n / sum;
            double distance = 0;
            for (int j = i; j < x.length; j++) {
                distance = Math.max(distance, Math.abs(1 - Math.pow(x[j] / x[i], 1 - alpha) - (double) (j - i) / n));
            }
            if (distance < best.distance()) {
                best = new PowerLaw(alpha, distance, (alpha - 1) / Math.sqrt(n), x[i], n);
            }
        }
        return best;
    }
}
