package org.t2workbench.app.workbench;

import java.util.List;

/**
 * Eigenvalues λ = σ² of one matrix by their density.
 *
 * @param counted as they are
 * @param tail the fitted power law; empty without one
 * @param bulk the fitted random-matrix law; empty without one
 */
public record SpectrumDensity(MatrixSummary matrix, List<Point> counted, List<Point> tail, List<Point> bulk) {

    /** Density per unit of λ. */
    public record Point(double eigenvalue, double density) {}

    public SpectrumDensity {
        counted = List.copyOf(counted);
        tail = List.copyOf(tail);
        bulk = List.copyOf(bulk);
    }
}
