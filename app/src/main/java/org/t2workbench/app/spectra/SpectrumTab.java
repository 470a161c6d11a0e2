package org.t2workbench.app.spectra;

/** What the chart shows of a matrix. */
public enum SpectrumTab {
    /** σ over the components. */
    SPECTRUM,
    /** The share of Σλ in the largest k components. */
    ENERGY,
    /** The eigenvalues λ by their density. */
    DENSITY,
    /** What multiplies σ. */
    GAINS;

    /** Whether its values span powers of ten: a share or a gain does not. */
    boolean startsLogarithmic() {
        return this == SPECTRUM || this == DENSITY;
    }
}
