package org.t2workbench.core.task;

/**
 * A program and what it has to pass. Immutable.
 *
 * @param program Python that a model wrote, with the prompt's stub where the task needs it
 * @param tests Python that raises when the program is wrong
 */
public record CodeTrial(String program, String tests) {}
