package org.t2workbench.core.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.DiagonalMatrix;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.t2workbench.core.checkpoint.MatrixKind;
import org.t2workbench.core.model.MatrixInfo;

/** Similarities and differences of experts, against values worked out by hand and against the weight changes themselves. */
class GainGramTest {

    private static float[] random(Random random, int size) {
        float[] gains = new float[size];
        for (int i = 0; i < size; i++) {
            gains[i] = 1 + 0.2f * (float) random.nextGaussian();
        }
        return gains;
    }

    private static float[] negated(float[] gains) {
        float[] other = new float[gains.length];
        for (int i = 0; i < gains.length; i++) {
            other[i] = 2 - gains[i];
        }
        return other;
    }

    @Test
    void plainAndWeightedCosinesByHand() {
        // changes (3, 4) and (4, 0)/16, with σ = (2, 1): (6, 4) and (8, 0)/16
        float[] a = {1 + 3f / 16, 1 + 4f / 16};
        float[] b = {1 + 4f / 16, 1};
        GainGram plain = GainGram.of(List.of(a, b), null);
        assertThat(plain.cosine(0, 1).orElseThrow()).isCloseTo(3.0 / 5, within(1e-12));
        assertThat(plain.norm(0)).isCloseTo(5.0 / 16, within(1e-12));
        assertThat(plain.orthogonalShare(0, 1).orElseThrow()).isCloseTo(16.0 / 25, within(1e-12));
        // (−1, 4)/16
        assertThat(plain.distance(0, 1)).isCloseTo(Math.sqrt(17) / 16, within(1e-12));
        GainGram weighted = GainGram.of(List.of(a, b), new double[] {2, 1});
        assertThat(weighted.cosine(0, 1).orElseThrow()).isCloseTo(6 / Math.sqrt(52), within(1e-12));
    }

    @Test
    void matricesAddUpAndOneWithoutGainsCountsAsUnchanged() {
        float[] a = {1.5f};
        float[] b = {1.5f};
        GainGram both =
                GainGram.none(2).plus(GainGram.of(List.of(a, b), null)).plus(GainGram.of(Arrays.asList(a, null), null));
        // (½, ½) against (½, 0)
        assertThat(both.cosine(0, 1).orElseThrow()).isCloseTo(Math.sqrt(0.5), within(1e-12));
    }

    @Test
    void whatChangesNothingHasNoDirection() {
        GainGram gram = GainGram.of(List.of(new float[] {1, 1}, new float[] {2, 1}), null);
        assertThat(gram.cosine(0, 1)).isEmpty();
        assertThat(gram.cosine(0, 0)).isEmpty();
        assertThat(gram.orthogonalShare(0, 1)).isEmpty();
        assertThat(gram.orthogonalShare(1, 0)).hasValue(1);
    }

    @Test
    void cosinesAreSymmetricOneOnTheSameAndMinusOneOnTheOpposite() {
        Random random = new Random(5);
        for (int size : new int[] {1, 2, 13, 101}) {
            float[] a = random(random, size);
            float[] b = random(random, size);
            double[] sigma = random.doubles(size, 0.01, 4).toArray();
            for (double[] weights : new double[][] {null, sigma}) {
                GainGram gram = GainGram.of(List.of(a, b, negated(a)), weights);
                assertThat(gram.cosine(0, 1)).isEqualTo(gram.cosine(1, 0));
                assertThat(gram.cosine(0, 0).orElseThrow()).isCloseTo(1, within(1e-9));
                assertThat(gram.cosine(0, 2).orElseThrow()).isCloseTo(-1, within(1e-6));
                assertThat(gram.cosine(1, 2).orElseThrow())
                        .isCloseTo(-gram.cosine(0, 1).orElseThrow(), within(1e-6));
                assertThat(gram.orthogonalShare(0, 2).orElseThrow()).isCloseTo(0, within(1e-6));
                assertThat(gram.distance(0, 0)).isCloseTo(0, within(1e-9));
            }
        }
    }

    /** ⟨ΔW_a, ΔW_b⟩_F from the matrices themselves. */
    @Test
    void weightedWithSigmaItIsTheCosineOfTheWeightChanges() {
        Random random = new Random(8);
        int rank = 5;
        RealMatrix u = orthogonal(random, 9).getSubMatrix(0, 8, 0, rank - 1);
        RealMatrix v = orthogonal(random, rank);
        double[] sigma = {4, 2.5, 1, 0.3, 0.01};
        float[] a = random(random, rank);
        float[] b = random(random, rank);
        RealMatrix changeA = change(u, sigma, a, v);
        RealMatrix changeB = change(u, sigma, b, v);
        double inner = changeA.transposeMultiply(changeB).getTrace();
        GainGram gram = GainGram.of(List.of(a, b), sigma);
        assertThat(gram.norm(0)).isCloseTo(changeA.getFrobeniusNorm(), within(1e-9));
        assertThat(gram.cosine(0, 1).orElseThrow())
                .isCloseTo(inner / changeA.getFrobeniusNorm() / changeB.getFrobeniusNorm(), within(1e-9));
        assertThat(gram.distance(0, 1)).isCloseTo(changeA.subtract(changeB).getFrobeniusNorm(), within(1e-9));
    }

    private static RealMatrix change(RealMatrix u, double[] sigma, float[] gains, RealMatrix v) {
        double[] d = new double[sigma.length];
        for (int i = 0; i < d.length; i++) {
            d[i] = sigma[i] * (gains[i] - 1.0);
        }
        return u.multiply(new DiagonalMatrix(d)).multiply(v.transpose());
    }

    private static RealMatrix orthogonal(Random random, int size) {
        double[][] entries = new double[size][size];
        for (double[] row : entries) {
            Arrays.setAll(row, i -> random.nextGaussian());
        }
        return new QRDecomposition(new Array2DRowRealMatrix(entries)).getQ();
    }

    @Test
    void theComponentsThatDifferMostComeFirst() {
        MatrixInfo q = new MatrixInfo("q", 0, MatrixKind.Q, 3, 4);
        MatrixInfo down = new MatrixInfo("down", 1, MatrixKind.DOWN, 2, 2);
        List<ComponentDifference.Pair> plain = List.of(
                new ComponentDifference.Pair(q, new float[] {1, 1.5f, 1}, new float[] {1, 1.25f, 2}, null),
                new ComponentDifference.Pair(down, new float[] {0.25f, 1}, null, null));
        assertThat(ComponentDifference.largest(plain, 10))
                .containsExactly(
                        new ComponentDifference(q, 2, 1, 2, 1),
                        new ComponentDifference(down, 0, 0.25, 1, 0.75),
                        new ComponentDifference(q, 1, 1.5, 1.25, 0.25));
        assertThat(ComponentDifference.largest(plain, 1)).hasSize(1);
        List<ComponentDifference.Pair> weighted = List.of(new ComponentDifference.Pair(
                q, new float[] {1, 1.5f, 1}, new float[] {1, 1.25f, 2}, new double[] {9, 8, 1}));
        assertThat(ComponentDifference.largest(weighted, 10))
                .containsExactly(new ComponentDifference(q, 1, 1.5, 1.25, 2), new ComponentDifference(q, 2, 1, 2, 1));
    }
}
