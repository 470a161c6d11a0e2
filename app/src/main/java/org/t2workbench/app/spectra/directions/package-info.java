/** Singular directions below the spectrum: what a component reads or writes in words, and the search for it. */
@NullMarked
package org.t2workbench.app.spectra.directions;

import org.jspecify.annotations.NullMarked;
