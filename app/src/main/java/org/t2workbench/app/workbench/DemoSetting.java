package org.t2workbench.app.workbench;

/**
 * What the first start shows.
 *
 * @param prompt a user's message
 * @param expert the id of the expert that takes part
 * @param maxTokens most tokens of the answers
 */
public record DemoSetting(String prompt, String expert, double alpha, int maxTokens) {}
