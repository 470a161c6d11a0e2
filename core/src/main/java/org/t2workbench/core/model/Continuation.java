package org.t2workbench.core.model;

/**
 * One answer of a batch.
 *
 * @param tokens a stop token included, the prompt not
 * @param logProbabilities of each token under softmax(logits / temperature), before top-k and top-p; at temperature 1
 *     where tokens are not drawn but chosen
 */
@SuppressWarnings("ArrayRecordComponent") // made once per answer and never compared
public record Continuation(int[] tokens, double[] logProbabilities, FinishReason finishReason) {}
