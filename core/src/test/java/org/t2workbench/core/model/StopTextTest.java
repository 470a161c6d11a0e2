package org.t2workbench.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StopTextTest {

    @Test
    void textIsCutBeforeAStopThatSpansPieces() {
        StopText stop = new StopText(List.of("\n\nQ:"));
        assertThat(stop.add("four.")).isEqualTo("four.");
        assertThat(stop.add("\n")).isEmpty();
        assertThat(stop.add("\nQ")).isEmpty();
        assertThat(stop.add(": what")).isEmpty();
        assertThat(stop.reached()).isTrue();
        assertThat(stop.add(" more")).isEmpty();
        assertThat(stop.finish()).isEmpty();
    }

    @Test
    void whatOnlyLookedLikeAStopComesOut() {
        StopText stop = new StopText(List.of("aab"));
        assertThat(stop.add("xa")).isEqualTo("x");
        assertThat(stop.add("a")).isEmpty();
        assertThat(stop.add("a")).isEqualTo("a");
        assertThat(stop.add("c")).isEqualTo("aac");
        assertThat(stop.add("da")).isEqualTo("d");
        assertThat(stop.finish()).isEqualTo("a");
        assertThat(stop.reached()).isFalse();
    }

    @Test
    void theEarliestOfSeveralStopsWins() {
        StopText stop = new StopText(List.of("end", "n"));
        assertThat(stop.add("the end")).isEqualTo("the ");
        assertThat(stop.reached()).isTrue();
    }

    @Test
    void withoutStopsEverythingPasses() {
        StopText stop = new StopText(List.of());
        assertThat(stop.add("as it is")).isEqualTo("as it is");
        assertThat(stop.finish()).isEmpty();
    }
}
