package org.t2workbench.core.training;

import org.t2workbench.core.task.Grade;

/**
 * What an answer earns. Immutable.
 *
 * @param right for a right answer
 * @param wrong for any other
 * @param formBonus added for the asked form, right or wrong
 * @param lengthPenalty taken off in proportion to the share of the allowed tokens that was used
 */
public record RewardShape(double right, double wrong, double formBonus, double lengthPenalty) {

    /** The paper's: 1 and −1. */
    public static final RewardShape PAPER = new RewardShape(1, -1, 0, 0);

    /**
     * @param tokens of the answer, its end included
     * @param most it might have had
     */
    double of(Grade grade, int tokens, int most) {
        double reward = (grade.correct() ? right : wrong) + (grade.inForm() ? formBonus : 0);
        return lengthPenalty == 0 ? reward : reward - lengthPenalty * Math.min(1.0, tokens / (double) most);
    }
}
