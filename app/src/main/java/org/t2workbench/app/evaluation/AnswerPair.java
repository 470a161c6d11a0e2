package org.t2workbench.app.evaluation;

import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One item under the base model and under a strategy.
 *
 * @param number of the item, from 1
 * @param id the item's
 * @param base the base model's answer
 * @param other the strategy's; null while there is none
 * @param dispatch pass one; null without one
 */
public record AnswerPair(
        int number,
        String id,
        String prompt,
        String expected,
        Text base,
        @Nullable Text other,
        @Nullable Dispatch dispatch) {

    /** An answer and what the grader made of it. */
    public record Text(String text, boolean correct, int tokens) {}

    /**
     * What the first pass came to.
     *
     * @param valid whether it named a category
     * @param text what it wrote; empty where its labels were scored
     * @param probabilities by label; empty where it wrote
     */
    public record Dispatch(String label, boolean valid, String text, Map<String, Double> probabilities) {}

    /** Which pairs are listed. */
    public enum Filter implements Predicate<AnswerPair> {
        ALL {
            @Override
            public boolean test(AnswerPair pair) {
                return true;
            }
        },
        ONLY_BASE {
            @Override
            public boolean test(AnswerPair pair) {
                Text other = pair.other();
                return pair.base().correct() && other != null && !other.correct();
            }
        },
        ONLY_STRATEGY {
            @Override
            public boolean test(AnswerPair pair) {
                Text other = pair.other();
                return !pair.base().correct() && other != null && other.correct();
            }
        },
        BOTH_WRONG {
            @Override
            public boolean test(AnswerPair pair) {
                Text other = pair.other();
                return !pair.base().correct() && (other == null || !other.correct());
            }
        }
    }
}
