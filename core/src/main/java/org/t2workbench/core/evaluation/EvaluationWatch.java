package org.t2workbench.core.evaluation;

/** Hears how an evaluation goes on. Called on the compute thread, so it returns fast. */
public interface EvaluationWatch {

    /** Hears nothing. */
    EvaluationWatch NONE = new EvaluationWatch() {};

    /**
     * How far one row is.
     *
     * @param strategy its label
     * @param row its number, from 1
     * @param rows of all tasks
     * @param done items that are answered
     * @param items of the row
     */
    record Standing(String task, String strategy, int row, int rows, int done, int items) {}

    /** Some more items of a row are answered, or the row is begun. */
    default void measured(Standing standing) {}

    /** A row is complete. */
    default void finished(EvaluationResult soFar) {}

    /** Called between batches, where the model may be asked for something short. */
    default void giveWay() {}
}
