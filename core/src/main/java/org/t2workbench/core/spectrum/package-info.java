/** Numbers that describe a spectrum: ranks, norms, entropy, power-law tail and the edge of a random matrix. */
@NullMarked
package org.t2workbench.core.spectrum;

import org.jspecify.annotations.NullMarked;
