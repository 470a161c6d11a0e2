package org.t2workbench.app.training;

import java.util.function.Predicate;

/** Which answers the table shows. */
public enum RolloutFilter implements Predicate<Rollout> {
    ALL,
    /** A reward above 0. */
    REWARDED,
    /** A reward of 0 or less. */
    UNREWARDED;

    @Override
    public boolean test(Rollout rollout) {
        return this == ALL || rollout.reward() > 0 == (this == REWARDED);
    }
}
