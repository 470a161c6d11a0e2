package org.t2workbench.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ItemRandomTest {

    @Test
    void numbersAreThoseOfThePublishedGenerator() {
        // the reference sequence of splitmix64.c for the seed 1234567, its upper 53 bits over 2⁵³
        ItemRandom random = new ItemRandom(1234567);
        for (String expected :
                List.of("6457827717110365317", "3203168211198807973", "9817491932198370423", "4593380528125082431")) {
            double fraction = (Long.parseUnsignedLong(expected) >>> 11) / 0x1.0p53;
            assertThat(random.fraction()).isEqualTo(fraction);
        }
    }

    @Test
    void everyNumberBelowTheBoundIsAsLikely() {
        ItemRandom random = new ItemRandom(1);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) {
            counts[random.below(7)]++;
        }
        for (int count : counts) {
            // five standard deviations of a count of 10 000 at probability 1/7
            assertThat((double) count).isCloseTo(10_000, within(5 * Math.sqrt(70_000 / 7.0 * 6 / 7)));
        }
        assertThatThrownBy(() -> random.below(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyOrderIsAsLikely() {
        ItemRandom random = new ItemRandom(2);
        Map<List<String>, Integer> counts = new HashMap<>();
        for (int i = 0; i < 24_000; i++) {
            counts.merge(random.sample(List.of("a", "b", "c", "d"), 3), 1, Integer::sum);
        }
        assertThat(counts).hasSize(24);
        counts.values().forEach(count -> assertThat((double) count).isCloseTo(1000, within(5 * Math.sqrt(1000.0))));
    }
}
