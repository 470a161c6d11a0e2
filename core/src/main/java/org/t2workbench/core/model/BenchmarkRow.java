package org.t2workbench.core.model;

/**
 * One measured figure.
 *
 * @param name what was measured: {@code decode batch 1}
 * @param value median of the repetitions
 * @param unit {@code tokens/s}, {@code ms}, {@code GB/s}, {@code GFLOP/s}
 * @param bound what the machine's memory and arithmetic would allow, in the same unit; NaN where that says nothing
 */
public record BenchmarkRow(String name, double value, String unit, double bound) {}
