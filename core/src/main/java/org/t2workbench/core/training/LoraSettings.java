package org.t2workbench.core.training;

/**
 * The shape of a low-rank adapter: W' = W + (alpha / rank) B A.
 *
 * @param rank of B A
 * @param dropout share of inputs left out at random while training, from 0 to below 1
 */
public record LoraSettings(int rank, double alpha, double dropout) {}
