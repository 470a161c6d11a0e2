package org.t2workbench.app.workbench;

/**
 * A matrix before and after its components were given gains.
 *
 * @param change after − before
 * @param relativeChange ‖after − before‖ / ‖before‖ in the Frobenius norm
 */
public record MatrixPictures(Pixels before, Pixels after, Pixels change, double relativeChange) {

    /** The share of the sum of squares that is left where components were only turned off. */
    public double energyKept() {
        return 1 - relativeChange * relativeChange;
    }
}
