package org.t2workbench.app.spectra;

/** What the Spectra screen can show. */
public enum SpectraState {
    NO_MODEL,
    NEEDS_DECOMPOSITION,
    LOADING,
    READY,
    FAILED
}
