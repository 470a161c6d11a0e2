package org.t2workbench.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SplitTest {

    @Test
    void numbersFromAnIndependentDigestFallIntoTheirSplits() {
        // int.from_bytes(hashlib.sha256(q.encode()).digest()[:8], "big") % 100 in Python
        assertThat(Split.of("question 0")).as("24").isEqualTo(Split.TRAIN);
        assertThat(Split.of("What does this program print?\ns = \"PEMKT\"\nprint(s[::-1])"))
                .as("28")
                .isEqualTo(Split.TRAIN);
        assertThat(Split.of("question 7")).as("73").isEqualTo(Split.VALIDATION);
        assertThat(Split.of("question 11")).as("74").isEqualTo(Split.VALIDATION);
        assertThat(Split.of("Größe?")).as("91, and UTF-8").isEqualTo(Split.TEST);
        assertThat(Split.of("question 1")).as("92").isEqualTo(Split.TEST);
        assertThat(Split.of("question 3")).as("96").isEqualTo(Split.TEST);
    }

    @Test
    void sharesAreSeventyTenFiveFifteen() {
        Map<Split, Integer> counts = new EnumMap<>(Split.class);
        int all = 40_000;
        for (int i = 0; i < all; i++) {
            counts.merge(Split.of("number " + i), 1, Integer::sum);
        }
        // four standard deviations of the largest share are 0.0092
        assertThat(counts.getOrDefault(Split.TRAIN, 0) / (double) all).isBetween(0.69, 0.71);
        assertThat(counts.getOrDefault(Split.VALIDATION, 0) / (double) all).isBetween(0.09, 0.11);
        assertThat(counts.getOrDefault(Split.SHOTS, 0) / (double) all).isBetween(0.04, 0.06);
        assertThat(counts.getOrDefault(Split.TEST, 0) / (double) all).isBetween(0.14, 0.16);
    }
}
