/** Entry point and the object graph, built by hand. */
@NullMarked
package org.t2workbench.app.launch;

import org.jspecify.annotations.NullMarked;
