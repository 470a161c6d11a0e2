package org.t2workbench.core.task;

import java.util.List;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;

/**
 * Reads the answer out of what a model wrote and compares it with an item's. Immutable, safe from any thread; the same
 * text and item always get the same grade. Its {@code toString} says everything that decides a grade, since a task's
 * fingerprint is made of it.
 */
public interface Grader {

    /**
     * @param text what the model wrote, without special tokens
     * @throws InvalidInputException when the item's own answer is not of the kind this grader compares
     */
    Grade grade(String text, TaskItem item);

    /**
     * Many at once, in order; faster where grading is work. An answer that cannot be graded counts as wrong, with a note
     * that says why.
     *
     * @throws InvalidInputException when not one of many answers can be graded
     * @throws org.t2workbench.core.job.CancelledException when cancelled
     */
    default List<Grade> gradeAll(List<UngradedAnswer> answers, CancellationToken token) {
        return OneByOne.grade(this, answers, token);
    }

    /**
     * Asked before any work is put into answers.
     *
     * @throws org.t2workbench.core.job.WorkbenchException when this grader lacks something to grade with
     */
    default void requireReady() {}
}
