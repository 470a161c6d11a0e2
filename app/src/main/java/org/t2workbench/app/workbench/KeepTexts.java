package org.t2workbench.app.workbench;

/**
 * What kept components are shown on.
 *
 * @param prompt what is answered, as a message in the chat template where the model has one
 * @param text what the perplexity is of
 */
public record KeepTexts(String prompt, String text) {}
