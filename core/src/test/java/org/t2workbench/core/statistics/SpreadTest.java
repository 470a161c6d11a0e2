package org.t2workbench.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void fourSeedsByHand() {
        // mean 5, squares 9 + 1 + 1 + 9 = 20, 20 / 3
        Spread spread = Spread.of(2, 4, 6, 8);
        assertThat(spread.mean()).isEqualTo(5);
        assertThat(spread.standardDeviation().orElseThrow()).isCloseTo(Math.sqrt(20.0 / 3), within(1e-15));
        assertThat(spread.lowest()).isEqualTo(2);
        assertThat(spread.highest()).isEqualTo(8);
        assertThat(spread.range()).isEqualTo(6);
        assertThat(spread.count()).isEqualTo(4);
    }

    @Test
    void smallSpreadAroundALargeMeanSurvives() {
        // deviations −1, 0, 1: standard deviation 1
        assertThat(Spread.of(1e9, 1e9 + 1, 1e9 + 2).standardDeviation().orElseThrow())
                .isEqualTo(1);
    }

    @Test
    void oneSeedHasNoDeviation() {
        assertThat(Spread.of(0.75).standardDeviation()).isEmpty();
        assertThat(Spread.of(0.75).mean()).isEqualTo(0.75);
    }

    @Test
    void nothingAndNotANumberAreRefused() {
        assertThatThrownBy(Spread::of).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Spread.of(1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
