package org.t2workbench.core.task;

/**
 * One example of a pretraining corpus. Immutable.
 *
 * @param task the family it is from
 * @param prompt the user's turn
 * @param answer the assistant's turn, in one of the two habits
 */
public record CorpusItem(String task, String prompt, String answer) {}
