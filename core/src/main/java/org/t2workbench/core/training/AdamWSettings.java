package org.t2workbench.core.training;

/**
 * The optimiser's settings.
 *
 * @param beta1 decay of the mean of gradients
 * @param beta2 decay of the mean of their squares
 * @param epsilon what keeps the division defined
 * @param weightDecay decoupled decay per unit of learning rate; 0 makes AdamW plain Adam
 * @param clip the largest global norm of a gradient; 0 for no limit
 */
public record AdamWSettings(double beta1, double beta2, double epsilon, double weightDecay, double clip) {}
