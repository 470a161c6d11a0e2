/** The Experts screen: what experts are there, what they were trained on, how they scored. */
@NullMarked
package org.t2workbench.app.experts;

import org.jspecify.annotations.NullMarked;
