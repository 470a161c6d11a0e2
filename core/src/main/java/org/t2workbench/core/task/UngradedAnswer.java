package org.t2workbench.core.task;

/**
 * An answer before it is graded. Immutable.
 *
 * @param text what the model wrote, without special tokens and without the stop that ended it
 * @param finished whether it ended by itself, by an end token or a stop, and not by the token budget
 * @param item what was asked
 */
public record UngradedAnswer(String text, boolean finished, TaskItem item) {}
