package org.t2workbench.core.adaptation.search;

import java.util.Comparator;

/**
 * What a member got. Members with as many right answers are told apart by the mean log-likelihood of their own right
 * answers (the paper's rule for ties); one with nothing right has the worst there is, not 0.
 *
 * @param correct right answers
 * @param logLikelihood mean over the right answers of ln p(answer), −∞ when none is right
 * @param refused whether the mixture cannot be made ({@code sum} of nothing): worse than any other, and never answered with
 */
public record Score(int correct, double logLikelihood, boolean refused) {

    /** The best first. */
    public static final Comparator<Score> BEST_FIRST = Comparator.comparing(Score::refused)
            .thenComparing(Comparator.comparingInt(Score::correct).reversed())
            .thenComparing(Comparator.comparingDouble(Score::logLikelihood).reversed());

    /** Of a mixture that cannot be made. */
    public static final Score REFUSED = new Score(0, Double.NEGATIVE_INFINITY, true);

    /** Of a mixture that answered. */
    public static Score of(int correct, double logLikelihood) {
        return new Score(correct, correct == 0 ? Double.NEGATIVE_INFINITY : logLikelihood, false);
    }

    /** Whether it comes before the other; an equal one does not. */
    public boolean beats(Score other) {
        return BEST_FIRST.compare(this, other) < 0;
    }

    /**
     * One number in the order of scores, for optimisers that know no ties: right answers, plus less than a half for their
     * likelihood.
     */
    double value() {
        if (refused) {
            return -1;
        }
        return correct + 0.5 / (1 - logLikelihood);
    }
}
