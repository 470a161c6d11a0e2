/** The Adapt part of the Experts screen: the few-shot search of a mixture, as it goes and looked back at. */
@NullMarked
package org.t2workbench.app.experts.adapt;

import org.jspecify.annotations.NullMarked;
