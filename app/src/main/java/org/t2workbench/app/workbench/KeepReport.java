package org.t2workbench.app.workbench;

/**
 * What the model does with its kept components.
 *
 * @param answer as far as it has come
 * @param perplexity exp of the mean −log p of the text's tokens after the first; NaN for a text of fewer than two
 * @param basePerplexity of the base model on the same text
 */
public record KeepReport(String answer, double perplexity, double basePerplexity) {}
