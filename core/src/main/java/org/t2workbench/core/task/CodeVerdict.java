package org.t2workbench.core.task;

/**
 * What came of a trial. Immutable.
 *
 * @param passed whether every test passed
 * @param reason why not, in a few words; empty when passed
 */
public record CodeVerdict(boolean passed, String reason) {}
