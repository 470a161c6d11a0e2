/** Progress, cancellation and the typed exceptions that every other room uses; knows nothing. */
@NullMarked
package org.t2workbench.core.job;

import org.jspecify.annotations.NullMarked;
