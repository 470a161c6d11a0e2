package org.t2workbench.app.spectra;

import org.t2workbench.app.workbench.SpectrumCurves;

/** The spectrum of one matrix under one mixture, with the words for it. */
record NamedCurves(String name, SpectrumCurves curves) {}
