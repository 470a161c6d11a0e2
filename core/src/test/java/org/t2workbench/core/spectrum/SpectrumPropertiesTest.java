package org.t2workbench.core.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;

/** What must hold of the metrics of any matrix. */
class SpectrumPropertiesTest {

    private static final int[][] SHAPES = {{1, 1}, {1, 7}, {5, 5}, {13, 29}, {31, 8}};

    private static RealMatrix random(Random random, int rows, int columns) {
        double[][] entries = new double[rows][columns];
        for (double[] row : entries) {
            Arrays.setAll(row, i -> random.nextGaussian());
        }
        return new Array2DRowRealMatrix(entries);
    }

    private static SpectrumMetrics metrics(RealMatrix matrix) {
        return SpectrumMetrics.of(
                new SingularValueDecomposition(matrix).getSingularValues(),
                matrix.getRowDimension(),
                matrix.getColumnDimension());
    }

    private static RealMatrix orthogonal(Random random, int size) {
        return new QRDecomposition(random(random, size, size)).getQ();
    }

    private static void assertSame(SpectrumMetrics expected, SpectrumMetrics found) {
        for (SpectrumMetric metric : SpectrumMetric.values()) {
            assertThat(metric.of(found).isPresent())
                    .as(metric.key())
                    .isEqualTo(metric.of(expected).isPresent());
            metric.of(expected)
                    .ifPresent(value -> assertThat(metric.of(found).orElseThrow())
                            .as(metric.key())
                            .isCloseTo(value, within(1e-6 * Math.max(1, Math.abs(value)))));
        }
    }

    @Test
    void transposingChangesNothing() {
        Random random = new Random(1);
        for (int[] shape : SHAPES) {
            RealMatrix matrix = random(random, shape[0], shape[1]);
            assertSame(metrics(matrix), metrics(matrix.transpose()));
        }
    }

    @Test
    void anotherOrthogonalBasisChangesNothing() {
        Random random = new Random(2);
        for (int[] shape : SHAPES) {
            RealMatrix matrix = random(random, shape[0], shape[1]);
            RealMatrix turned = orthogonal(random, shape[0]).multiply(matrix).multiply(orthogonal(random, shape[1]));
            assertSame(metrics(matrix), metrics(turned));
        }
    }

    @Test
    void everySoftRankIsBetweenOneAndTheHardRank() {
        Random random = new Random(3);
        for (int[] shape : SHAPES) {
            SpectrumMetrics metrics = metrics(random(random, shape[0], shape[1]));
            double hard = metrics.hardRank();
            for (SpectrumMetric rank : List.of(
                    SpectrumMetric.STABLE_RANK,
                    SpectrumMetric.EFFECTIVE_RANK,
                    SpectrumMetric.ENERGY_EFFECTIVE_RANK,
                    SpectrumMetric.PARTICIPATION_RATIO,
                    SpectrumMetric.NUCLEAR_RANK)) {
                assertThat(rank.of(metrics).orElseThrow()).as(rank.key()).isBetween(1 - 1e-9, hard + 1e-9);
            }
            assertThat(metrics.rank()).isEqualTo(metrics.hardRank() + metrics.rankLoss());
        }
    }

    /** Ranks and exponents have no unit; norms have that of the entries. */
    @Test
    void aFactorChangesNormsAlone() {
        RealMatrix matrix = random(new Random(4), 20, 33);
        SpectrumMetrics once = metrics(matrix);
        SpectrumMetrics thrice = metrics(matrix.scalarMultiply(3));
        for (SpectrumMetric metric : List.of(
                SpectrumMetric.STABLE_RANK,
                SpectrumMetric.EFFECTIVE_RANK,
                SpectrumMetric.ENTROPY,
                SpectrumMetric.ALPHA,
                SpectrumMetric.CONDITION,
                SpectrumMetric.ENERGY_AT_TENTH,
                SpectrumMetric.MP_SOFT_RANK,
                SpectrumMetric.MP_SPIKES)) {
            assertThat(metric.of(thrice).orElseThrow())
                    .as(metric.key())
                    .isCloseTo(metric.of(once).orElseThrow(), within(1e-5));
        }
        assertThat(thrice.frobeniusNorm()).isCloseTo(3 * once.frobeniusNorm(), within(1e-9));
    }

    /** A square Gaussian matrix: the quarter circle of deviation 1 (scaled), edge 4 and nothing above it. */
    @Test
    void aSquareRandomMatrixIsAllBulk() {
        SpectrumMetrics metrics = metrics(random(new Random(5), 150, 150));
        RandomBulk bulk = metrics.bulk().orElseThrow();
        assertThat(bulk.deviation()).isCloseTo(1, within(0.06));
        assertThat(bulk.softRank()).isCloseTo(1, within(0.12));
        assertThat(bulk.spikes()).isZero();
    }

    @Test
    void aShuffledSpectrumOfItselfIsNoDistanceAway() {
        double[] sigma = new SingularValueDecomposition(random(new Random(6), 9, 9)).getSingularValues();
        assertThat(ShuffledSpectrum.of(sigma, sigma).orElseThrow()).isEqualTo(new ShuffledSpectrum(0, 1, 0));
        assertThat(ShuffledSpectrum.of(new double[2], new double[2])).isEmpty();
    }

    @Test
    void theCountedDensityIntegratesToOne() {
        double[] sigma = new SingularValueDecomposition(random(new Random(7), 40, 90)).getSingularValues();
        EigenvalueDensity density = EigenvalueDensity.of(sigma, 40, 90);
        double low = Math.pow(sigma[sigma.length - 1], 2);
        double high = Math.pow(sigma[0], 2);
        double width = Math.log(high / low) / 48;
        double sum = density.counted().stream()
                .mapToDouble(point -> point.density() * point.eigenvalue() * 2 * Math.sinh(width / 2))
                .sum();
        assertThat(sum).isCloseTo(1, within(1e-9));
        assertThat(density.bulk()).isNotEmpty().allMatch(point -> point.density() >= 0);
        assertThat(EigenvalueDensity.of(new double[3], 3, 3).counted()).isEmpty();
    }

    @Test
    void gainsAreMeasuredAgainstSigma() {
        GainMetrics metrics = GainMetrics.of(new double[] {3, 4, 0}, new float[] {1f, 1.5f, 0.995f});
        assertThat(metrics.largestChange()).isEqualTo(0.5);
        assertThat(metrics.relativeChange()).isCloseTo(2 / 5.0, within(1e-7));
        assertThat(metrics.changedShare()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(GainMetrics.of(new double[] {1}, null)).isEqualTo(new GainMetrics(0, 0, 0));
        RealMatrix identity = MatrixUtils.createRealIdentityMatrix(2);
        assertThat(metrics(identity).condition()).hasValue(1);
    }
}
