package org.t2workbench.app.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {

    @ParameterizedTest
    @CsvSource({
        "0.0004, 0.01 seconds",
        "0.42, 0.42 seconds",
        "2.46, 2.5 seconds",
        "9.96, 10 seconds",
        "99.4, 99 seconds",
        "100, 2 minutes",
        "725, 12 minutes",
        "5940, 99 minutes",
        "9000, 2.5 hours",
        "345600, 4 days"
    })
    void aTimeIsSaidInTheUnitThatPeopleThinkIn(double seconds, String words) {
        assertThat(Quantities.duration(seconds)).isEqualTo(words);
    }
}
