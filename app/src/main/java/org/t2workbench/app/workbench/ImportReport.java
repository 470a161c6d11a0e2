package org.t2workbench.app.workbench;

/**
 * What an import came to.
 *
 * @param expert that was written and opened
 * @param share of the adapter's ‖ΔW‖ that it keeps; NaN where nothing was projected
 * @param relativeWeightChange ‖ΔW‖/‖W‖ over all matrices
 */
public record ImportReport(ExpertSummary expert, double share, double relativeWeightChange) {

    public boolean isProjected() {
        return !Double.isNaN(share);
    }
}
