package org.t2workbench.core.training;

import org.t2workbench.core.task.Grade;
import org.t2workbench.core.task.TaskItem;

/**
 * What a model said to one item.
 *
 * @param prompt the ids it was asked with
 * @param tokens the ids it answered with, an end token included; the very ones that were drawn
 * @param logLikelihood of the answer's tokens together, as {@link org.t2workbench.core.model.Continuation} has them; NaN
 *     where nothing was drawn
 * @param finished whether it ended by itself and not by the token budget
 * @param text the answer as the grader read it
 */
@SuppressWarnings("ArrayRecordComponent") // made once per answer and never compared
public record TaskAnswer(
        TaskItem item, int[] prompt, int[] tokens, double logLikelihood, boolean finished, String text, Grade grade) {

    /** An answer that was given, not drawn. */
    public TaskAnswer(TaskItem item, int[] prompt, int[] tokens, boolean finished, String text, Grade grade) {
        this(item, prompt, tokens, Double.NaN, finished, text, grade);
    }
}
