package org.t2workbench.app.workbench;

import java.util.List;

/**
 * What moved a token, in nats of its log-probability.
 *
 * @param fromBase whether contributions are counted from gain 1, the base model, or else from gain 0, a component switched off
 * @param total of all components, to first order
 * @param matrices the sums of matrices
 * @param components in falling order of their size
 * @param checked how many components were set back, the first ones
 * @param predicted what the contributions of these say together
 * @param measured by how much log p really fell when all of them were set back
 */
public record TokenAttribution(
        double logProbability,
        boolean fromBase,
        double total,
        List<MatrixShare> matrices,
        List<ComponentShare> components,
        int checked,
        double predicted,
        double measured) {

    private static final double NEAR = 0.25;

    public TokenAttribution {
        matrices = List.copyOf(matrices);
        components = List.copyOf(components);
    }

    /** Whether what was measured is near enough to what was predicted for contributions to be read as causes. */
    public boolean firstOrderHolds() {
        return missed() <= NEAR;
    }

    /** By how much the two differ, as a share of the larger one. */
    public double missed() {
        double larger = Math.max(Math.abs(measured), Math.abs(predicted));
        return larger == 0 ? 0 : Math.abs(measured - predicted) / larger;
    }

    /** All components of a matrix. */
    public record MatrixShare(MatrixSummary matrix, double contribution) {}

    /** @param measured by how much log p really fell when this one was set back; NaN where it was not */
    public record ComponentShare(
            MatrixSummary matrix, int component, double gain, double contribution, double measured) {}
}
