package org.t2workbench.core.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.task.Grade;
import org.t2workbench.core.task.TaskItem;

class BatchesTest {

    @Test
    void everyTokenPredictsTheNextAndPaddingPredictsNothing() {
        TokenBatch batch = new TokenBatch(
                List.of(
                        new TokenBatch.Sequence(new int[] {7, 8, 9, 4}, new float[] {0, 0.1f, 1, 1}),
                        new TokenBatch.Sequence(new int[] {7, 5}, new float[] {0, 1})),
                0);
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                NDManager scope = engine.newScope()) {
            assertThat(batch.tokens(scope).toLongArray()).containsExactly(7, 8, 9, 7, 0, 0);
            assertThat(batch.targets(scope).toLongArray()).containsExactly(8, 9, 4, 5, 0, 0);
            assertThat(batch.shares(scope).toFloatArray()).containsExactly(0.1f, 1, 1, 1, 0, 0);
            assertThat(batch.tokens(scope).getShape().getShape()).containsExactly(2, 3);
        }
    }

    /** Prompt 1 2, answer 3 4: 3 is drawn at position 1, the end 4 at position 2; shorter answers come first. */
    @Test
    void answersAreScoredWhereTheirTokensWereDrawnTheEndIncluded() {
        List<TaskAnswer> answers = List.of(answer(new int[] {1, 2}, 3, 4), answer(new int[] {5}, 6));
        List<AnswerBatch> batches = AnswerBatch.of(answers, new double[] {-1, 0.5}, 100);
        assertThat(batches).hasSize(1);
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                NDManager scope = engine.newScope()) {
            AnswerBatch batch = batches.get(0);
            assertThat(batch.tokens(scope).toLongArray()).containsExactly(5, 0, 0, 1, 2, 3);
            assertThat(batch.where(scope).toLongArray()).containsExactly(0, 4, 5);
            assertThat(batch.drawn(scope).toLongArray()).containsExactly(6, 3, 4);
            assertThat(batch.advantages(scope, Dtype.F32).toFloatArray()).containsExactly(0.5f, -1, -1);
        }
    }

    @Test
    void aPassHoldsNoMorePositionsThanTheBudget() {
        List<TaskAnswer> answers =
                List.of(answer(new int[] {1, 2}, 3, 4), answer(new int[] {5}, 6), answer(new int[] {1, 2}, 3, 4));
        double[] worth = {1, 1, 1};
        assertThat(AnswerBatch.of(answers, worth, 12)).hasSize(1);
        assertThat(AnswerBatch.of(answers, worth, 8)).hasSize(2);
        // one answer is never cut
        assertThat(AnswerBatch.of(answers, worth, 1)).hasSize(3);
    }

    /** Of the groups of 2 the first and the last are equal; of six answers alone, not all. */
    @Test
    void groupsWithEqualRewardsAreCounted() {
        double[] rewards = {1, 1, 1, -1, -1, -1};
        assertThat(rollouts(rewards, 2).equalGroups()).isEqualTo(2 / 3.0);
        assertThat(rollouts(rewards, 1).equalGroups()).isZero();
        assertThat(rollouts(new double[] {-1, -1, -1}, 1).equalGroups()).isEqualTo(1);
    }

    /** Of 3, −1, 1, 1 the mean is 1 and the variance (4 + 4) / 4. */
    @Test
    void rewardsAreSummedUpByMeanAndDeviation() {
        Rollouts rollouts = rollouts(new double[] {3, -1, 1, 1}, 2);
        assertThat(rollouts.meanReward()).isEqualTo(1);
        assertThat(rollouts.rewardDeviation()).isEqualTo(Math.sqrt(2));
    }

    @Test
    void whyAnAnswerIsWrongIsKeptWithItAndNothingWhereThereIsNothingToSay() {
        Grade failed = new Grade(false, true, Optional.of("f"), Optional.of("AssertionError: f(2) is 5"));
        List<Map<String, Object>> lines = new Rollouts(
                        List.of(graded(failed), graded(Grade.NONE)), new double[] {-1, -1}, new double[2], 1)
                .lines();
        assertThat(lines.get(0)).containsEntry("note", "AssertionError: f(2) is 5");
        assertThat(lines.get(1)).doesNotContainKey("note");
    }

    private static TaskAnswer graded(Grade grade) {
        return new TaskAnswer(new TaskItem("", "", "", ""), new int[] {1}, new int[] {2}, true, "", grade);
    }

    private static Rollouts rollouts(double[] rewards, int samples) {
        return new Rollouts(List.of(), rewards, new double[rewards.length], samples);
    }

    private static TaskAnswer answer(int[] prompt, int... tokens) {
        return new TaskAnswer(new TaskItem("", "", "", ""), prompt, tokens, true, "", Grade.NONE);
    }
}
