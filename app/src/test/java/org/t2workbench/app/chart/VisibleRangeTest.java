package org.t2workbench.app.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is seen of an axis, linear and logarithmic. */
class VisibleRangeTest {

    private final VisibleRange range = new VisibleRange();

    private static SpectrumData data(int first, int last, boolean logarithmic) {
        List<Double> x =
                IntStream.rangeClosed(first, last).mapToObj(i -> (double) i).toList();
        return new SpectrumData(
                List.of(new SpectrumData.Line("a", 0, SpectrumData.Form.LINE, x, x)),
                List.of(),
                new SpectrumData.Axis("x", "x", logarithmic),
                new SpectrumData.Axis("y", "y", false),
                false);
    }

    @Test
    void panningEndsWhereThereIsNothingMore() {
        range.span(data(0, 100, false));
        range.zoom(0.5, 50);
        assertThat(List.of(range.low(), range.high())).containsExactly(25.0, 75.0);
        range.pan(range.low(), range.high(), 10);
        assertThat(List.of(range.low(), range.high())).containsExactly(50.0, 100.0);
        range.pan(range.low(), range.high(), -10);
        assertThat(List.of(range.low(), range.high())).containsExactly(0.0, 50.0);
    }

    @Test
    void neitherAxisIsZoomedIntoNothing() {
        for (boolean logarithmic : new boolean[] {false, true}) {
            range.span(data(1, 1000, logarithmic));
            for (int i = 0; i < 200; i++) {
                range.zoom(0.8, 30);
            }
            assertThat(range.high() - range.low()).isGreaterThan(0.5);
            assertThat(range.low()).isLessThan(30);
            assertThat(range.high()).isGreaterThan(30);
        }
    }

    @Test
    void aLogarithmicAxisIsPannedByItsShareOfThePowers() {
        range.span(data(1, 1000, true));
        range.show(10, 100);
        range.pan(10, 100, 0.5);
        assertThat(range.low()).isCloseTo(10 * Math.sqrt(10), within(1e-9));
        assertThat(range.high()).isCloseTo(100 * Math.sqrt(10), within(1e-9));
    }

    @Test
    void whatIsSeenStaysWhereTheLinesSpanTheSame() {
        assertThat(range.span(data(0, 50, false))).isFalse();
        range.show(10, 20);
        assertThat(range.span(data(0, 50, false))).isTrue();
        assertThat(range.low()).isEqualTo(10);
        assertThat(range.span(data(0, 60, false))).isFalse();
        assertThat(range.low()).isZero();
        assertThat(range.high()).isEqualTo(60);
    }
}
