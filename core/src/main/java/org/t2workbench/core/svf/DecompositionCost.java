package org.t2workbench.core.svf;

/**
 * What filling the store will take, told beforehand.
 *
 * @param matrices number of matrices that are not in the store yet
 * @param diskBytes bytes that they will take there
 * @param memoryBytes the most memory that decomposing one of them takes, given back afterwards
 * @param seconds estimate from the matrices' sizes and a measurement on this machine; within a factor of about two
 */
public record DecompositionCost(int matrices, long diskBytes, long memoryBytes, double seconds) {}
