package org.t2workbench.core.task;

/**
 * One question of a task. Immutable.
 *
 * @param question what is asked, without the prompt around it
 * @param solution a worked solution that ends in the asked form, for next-token training; empty where the data has none
 * @param answer what a right answer comes down to, as the task's grader compares it
 * @param id stands for the item in reports: the same item has the same id in every run
 */
public record TaskItem(String question, String solution, String answer, String id) {}
