package org.t2workbench.core.adaptation.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoreTest {

    /** From the best to the worst. */
    private static final List<Score> IN_ORDER = List.of(
            Score.of(3, -700),
            Score.of(2, 0),
            Score.of(2, -0.001),
            Score.of(2, -40),
            Score.of(1, -1e-9),
            Score.of(1, -1000),
            Score.of(0, -5),
            Score.REFUSED);

    @Test
    void rightAnswersComeFirstAndTheirLikelihoodBreaksTies() {
        List<Score> shuffled = new ArrayList<>(IN_ORDER);
        Collections.shuffle(shuffled, new Random(5));
        shuffled.sort(Score.BEST_FIRST);
        assertThat(shuffled).isEqualTo(IN_ORDER);
    }

    @Test
    void aMemberWithNothingRightHasTheWorstLikelihoodAndNotZero() {
        assertThat(Score.of(0, 0).logLikelihood()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Score.of(1, -1e6).beats(Score.of(0, 0))).isTrue();
        assertThat(Score.of(0, 0).beats(Score.of(0, -3))).isFalse();
    }

    @Test
    void theOneNumberOfAScoreIsInTheSameOrder() {
        for (int i = 1; i < IN_ORDER.size(); i++) {
            assertThat(IN_ORDER.get(i - 1).value())
                    .as("%s before %s", IN_ORDER.get(i - 1), IN_ORDER.get(i))
                    .isGreaterThan(IN_ORDER.get(i).value());
        }
    }
}
