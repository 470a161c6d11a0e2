/** The Spectra screen: metrics by layer and matrix, the spectrum of one matrix, base and adapted. */
@NullMarked
package org.t2workbench.app.spectra;

import org.jspecify.annotations.NullMarked;
