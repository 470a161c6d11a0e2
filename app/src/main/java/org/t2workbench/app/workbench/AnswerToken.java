package org.t2workbench.app.workbench;

/** One generated token and the probability it was given when it was chosen. */
public record AnswerToken(int id, String text, double probability) {}
