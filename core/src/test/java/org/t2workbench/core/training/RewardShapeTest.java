package org.t2workbench.core.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.t2workbench.core.task.Grade;

class RewardShapeTest {

    private static final Grade RIGHT = new Grade(true, true, Optional.of("7"));
    private static final Grade WRONG_IN_FORM = new Grade(false, true, Optional.of("8"));

    @Test
    void thePaperRewardsARightAnswerWithOneAndAnyOtherWithMinusOne() {
        assertThat(RewardShape.PAPER.of(RIGHT, 5, 64)).isEqualTo(1);
        assertThat(RewardShape.PAPER.of(WRONG_IN_FORM, 5, 64)).isEqualTo(-1);
        assertThat(RewardShape.PAPER.of(Grade.NONE, 64, 64)).isEqualTo(-1);
    }

    /** 16 of 64 tokens cost a quarter of the penalty: 2 + 0.25 − 0.5 / 4 and −0.1 + 0.25 − 0.5. */
    @Test
    void formAndLengthCountWhereTheyAreAskedFor() {
        RewardShape shape = new RewardShape(2, -0.1, 0.25, 0.5);
        assertThat(shape.of(RIGHT, 16, 64)).isEqualTo(2.125);
        assertThat(shape.of(WRONG_IN_FORM, 64, 64)).isEqualTo(-0.1 + 0.25 - 0.5);
        assertThat(shape.of(Grade.NONE, 64, 64)).isEqualTo(-0.1 - 0.5);
    }
}
