package org.t2workbench.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BaselineTest {

    private static final double ROUNDING = 1e-12;

    @Test
    void withoutABaselineTheRewardIsTheAdvantage() {
        assertThat(Baseline.NONE.advantages(new double[] {1, -1, 1}, 1)).containsExactly(1, -1, 1);
    }

    /** Of 1, 1, −1 the others' means are 0, 0 and 1; of three equal ones nothing is left. */
    @Test
    void leaveOneOutTakesOffTheMeanOfTheOtherAnswersToTheSamePrompt() {
        double[] rewards = {1, 1, -1, -1, -1, -1};
        assertThat(Baseline.LEAVE_ONE_OUT.advantages(rewards, 3))
                .containsExactly(new double[] {1, 1, -2, 0, 0, 0}, within(ROUNDING));
    }

    @Test
    void leaveOneOutWithTwoAnswersIsTheirDifference() {
        assertThat(Baseline.LEAVE_ONE_OUT.advantages(new double[] {1, -1}, 2)).containsExactly(2, -2);
    }
}
