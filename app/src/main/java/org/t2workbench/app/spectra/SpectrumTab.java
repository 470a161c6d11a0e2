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
    GAINS
}
