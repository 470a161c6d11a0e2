package org.t2workbench.core.task;

import org.t2workbench.core.job.InvalidInputException;

/**
 * Reads the answer out of what a model wrote and compares it with an item's. Immutable, safe from any thread; the same
 * text and item always get the same grade.
 */
public interface Grader {

    /**
     * @param text what the model wrote, without special tokens
     * @throws InvalidInputException when the item's own answer is not of the kind this grader compares
     */
    Grade grade(String text, TaskItem item);
}
