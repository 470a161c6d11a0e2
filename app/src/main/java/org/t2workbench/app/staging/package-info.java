/** Screens that come into the scene piece by piece. */
@NullMarked
package org.t2workbench.app.staging;

import org.jspecify.annotations.NullMarked;
