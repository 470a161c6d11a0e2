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

    /** Of 3, −1, 1, 1 the mean is 1. */
    @Test
    void theBatchMeanIsTakenOffEveryReward() {
        assertThat(Baseline.BATCH_MEAN.advantages(new double[] {3, -1, 1, 1}, 2))
                .containsExactly(new double[] {2, -2, 0, 0}, within(ROUNDING));
    }

    /** Of 2, 4, 4, 4, 5, 5, 7, 9 the mean is 5 and NumPy's std 2; the 1e-7 below is in the authors' code. */
    @Test
    void theBatchIsNormalisedAsTheAuthorsCodeDoes() {
        double divisor = 2 + 1e-7;
        double[] rewards = {2, 4, 4, 4, 5, 5, 7, 9};
        assertThat(Baseline.BATCH_NORMALISED.advantages(rewards, 4))
                .containsExactly(
                        new double[] {
                            -3 / divisor, -1 / divisor, -1 / divisor, -1 / divisor, 0, 0, 2 / divisor, 4 / divisor
                        },
                        within(ROUNDING));
    }

    /** Of 1, −1, −1, −1 the mean is −1/2 and the sample deviation √((9/4 + 3/4) / 3) = 1; equal rewards are worth nothing. */
    @Test
    void aGroupIsNormalisedAsGrpoDoes() {
        double divisor = 1 + 1e-4;
        double[] rewards = {1, -1, -1, -1, 1, 1, 1, 1};
        assertThat(Baseline.GROUP_NORMALISED.advantages(rewards, 4))
                .containsExactly(
                        new double[] {1.5 / divisor, -0.5 / divisor, -0.5 / divisor, -0.5 / divisor, 0, 0, 0, 0},
                        within(ROUNDING));
    }
}
