package org.t2workbench.core.task;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;

/** Grades answers one after another, so that one that cannot be graded does not end the training. */
final class OneByOne {

    /** When so many fail and not one is graded, it is the grader and not the answers. */
    private static final int ENOUGH_TO_BLAME_THE_GRADER = 8;

    private OneByOne() {}

    /** @throws InvalidInputException when none of enough answers can be graded */
    static List<Grade> grade(Grader grader, List<UngradedAnswer> answers, CancellationToken token) {
        List<Grade> grades = new ArrayList<>();
        int failures = 0;
        @Nullable RuntimeException first = null;
        for (UngradedAnswer answer : answers) {
            token.throwIfCancelled();
            try {
                grades.add(grader.grade(answer.text(), answer.item()));
            } catch (CancelledException e) {
                throw e;
            } catch (RuntimeException e) {
                failures++;
                first = first == null ? e : first;
                grades.add(Grade.failed("The answer to item " + answer.item().id()
                        + " counts as wrong, since the grader failed: " + reason(e)));
            }
        }
        if (first != null && failures == answers.size() && failures >= ENOUGH_TO_BLAME_THE_GRADER) {
            throw new InvalidInputException(
                    "The grader failed on each of " + failures + " answers, so it is of no use: " + reason(first),
                    null,
                    first);
        }
        return List.copyOf(grades);
    }

    private static String reason(RuntimeException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() + "." : message;
    }
}
