/** The session over the engine: the only package of the window that drives core. */
@NullMarked
package org.t2workbench.app.engine;

import org.jspecify.annotations.NullMarked;
