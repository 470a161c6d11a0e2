package org.t2workbench.app.workbench;

import java.util.List;

/** The singular values of one matrix, largest first, and what a mixture makes of them; the edge is the largest singular value of a random matrix of this shape and size, NaN where undefined. */
public record SpectrumCurves(MatrixSummary matrix, List<Double> base, List<Double> adapted, double randomEdge) {

    public SpectrumCurves {
        base = List.copyOf(base);
        adapted = List.copyOf(adapted);
    }

    public boolean isAdapted() {
        return !base.equals(adapted);
    }
}
