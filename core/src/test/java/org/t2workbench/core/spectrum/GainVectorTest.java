package org.t2workbench.core.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Gains in bins, by hand and for any sizes. */
class GainVectorTest {

    private static final GainVector SEVEN = GainVector.of(new float[] {1, 1.25f, 0.5f, 1, 1, 2, 1});

    @Test
    void aBinShowsTheGainThatIsFurthestFromOne() {
        assertThat(SEVEN.bins(0, 7, 3))
                .containsExactly(
                        new GainVector.Bin(0, 1, 1, 1.25f),
                        new GainVector.Bin(2, 3, 2, 0.5f),
                        new GainVector.Bin(4, 6, 5, 2));
        assertThat(SEVEN.largestChange()).isEqualTo(1);
    }

    @Test
    void whereThereIsRoomEveryComponentIsItsOwnBin() {
        assertThat(SEVEN.bins(1, 4, 50))
                .containsExactly(
                        new GainVector.Bin(1, 1, 1, 1.25f),
                        new GainVector.Bin(2, 2, 2, 0.5f),
                        new GainVector.Bin(3, 3, 3, 1));
    }

    @Test
    void whatTheMatrixDoesNotHaveIsLeftOut() {
        assertThat(SEVEN.bins(5, 4096, 10)).hasSize(2);
        assertThat(SEVEN.bins(7, 9, 10)).isEmpty();
        assertThat(SEVEN.bins(-3, 2, 10)).hasSize(2);
    }

    @Test
    void binsCoverEveryComponentOnceWhateverTheSizes() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            float[] gains = new float[1 + random.nextInt(97)];
            for (int i = 0; i < gains.length; i++) {
                gains[i] = (float) random.nextGaussian();
            }
            int from = random.nextInt(gains.length);
            int to = from + random.nextInt(gains.length - from + 1);
            int next = from;
            for (GainVector.Bin bin : GainVector.of(gains).bins(from, to, 1 + random.nextInt(20))) {
                assertThat(bin.first()).isEqualTo(next);
                assertThat(bin.last()).isGreaterThanOrEqualTo(bin.first());
                assertThat(bin.component()).isBetween(bin.first(), bin.last());
                for (int i = bin.first(); i <= bin.last(); i++) {
                    assertThat(Math.abs(gains[i] - 1.0)).isLessThanOrEqualTo(Math.abs(bin.gain() - 1.0));
                }
                next = bin.last() + 1;
            }
            assertThat(next).isEqualTo(to);
        }
    }

    @Test
    void aHistogramCountsFromTheSmallestToTheLargestAroundOne() {
        GainHistogram histogram = GainHistogram.of(
                List.of(GainVector.of(new float[] {0.5f, 1, 1.5f}), GainVector.of(new float[] {1, 0.95f})), 5);
        assertThat(histogram.reach()).isEqualTo(0.5);
        assertThat(histogram.counts()).containsExactly(1L, 0L, 3L, 0L, 1L);
        assertThat(histogram.edge(0)).isEqualTo(0.5);
        assertThat(histogram.edge(2)).isCloseTo(0.9, within(1e-12));
        assertThat(histogram.edge(5)).isEqualTo(1.5);
        // offsets −0.5, 0, 0.5, 0, −0.05: mean −0.01, mean square 0.1005
        assertThat(histogram.mean()).isCloseTo(0.99, within(1e-7));
        assertThat(histogram.deviation()).isCloseTo(Math.sqrt(0.1005 - 0.0001), within(1e-7));
    }

    @Test
    void whatChangesNothingHasNoBins() {
        GainHistogram histogram = GainHistogram.of(List.of(GainVector.of(new float[] {1, 1})), 5);
        assertThat(histogram.reach()).isZero();
        assertThat(histogram.counts()).isEmpty();
        assertThat(histogram.mean()).isEqualTo(1);
        assertThatThrownBy(() -> GainHistogram.of(List.of(), 4)).isInstanceOf(IllegalArgumentException.class);
    }
}
