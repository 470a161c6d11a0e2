package org.t2workbench.app.workbench;

/** How many of the matrices are decomposed and what the rest would cost. */
public record DecompositionStatus(int decomposed, int matrices, double estimatedSeconds, long bytes) {

    public boolean isComplete() {
        return decomposed == matrices;
    }
}
