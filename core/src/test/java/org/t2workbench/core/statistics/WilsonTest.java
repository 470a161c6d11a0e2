package org.t2workbench.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WilsonTest {

    /** scipy gets its normal quantile from another routine; both are good to about 1e-15. */
    private static final double ROUNDING = 1e-12;

    @Test
    void halfOfTenByHand() {
        // z = 2: centre 0.5, half = 2 √(0.25/10 + 4/400) / (1 + 4/10) = 2 √0.035 / 1.4
        Interval interval = Wilson.interval(5, 10, 2);
        assertThat(interval.low()).isCloseTo(0.5 - Math.sqrt(0.035) / 0.7, within(1e-15));
        assertThat(interval.high()).isCloseTo(0.5 + Math.sqrt(0.035) / 0.7, within(1e-15));
    }

    @Test
    void noSuccessInFourByHand() {
        // z = 2, n = 4: high = 2 · (4/8) / (1 + 1) = 0.5, low exactly 0
        assertThat(Wilson.interval(0, 4, 2)).isEqualTo(new Interval(0, 0.5));
        assertThat(Wilson.interval(4, 4, 2)).isEqualTo(new Interval(0.5, 1));
    }

    @Test
    void agreesWithScipy() throws IOException {
        for (JsonNode row : golden().get("wilson")) {
            long successes = row.get("successes").asLong();
            long trials = row.get("trials").asLong();
            Interval interval = Wilson.interval(successes, trials);
            assertThat(interval.low())
                    .as("low of %d / %d", successes, trials)
                    .isCloseTo(row.get("low").asDouble(), within(ROUNDING));
            assertThat(interval.high())
                    .as("high of %d / %d", successes, trials)
                    .isCloseTo(row.get("high").asDouble(), within(ROUNDING));
        }
    }

    @Test
    void shareLiesInItsInterval() {
        for (int trials = 1; trials <= 97; trials++) {
            for (int successes = 0; successes <= trials; successes++) {
                Interval interval = Wilson.interval(successes, trials);
                assertThat(interval.contains((double) successes / trials)).isTrue();
                assertThat(interval.low()).isGreaterThanOrEqualTo(0);
                assertThat(interval.high()).isLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void noTrialSaysNothing() {
        assertThat(Wilson.interval(0, 0)).isEqualTo(new Interval(0, 1));
    }

    @Test
    void impossibleCountsAreRefused() {
        assertThatThrownBy(() -> Wilson.interval(3, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Wilson.interval(-1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Wilson.interval(1, 2, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    static JsonNode golden() throws IOException {
        try (InputStream in = WilsonTest.class.getResourceAsStream("/golden/statistics/statistics.json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in));
        }
    }
}
