/** The folder of one training run: what it was asked, what it measured, where it can go on; holds no tensors. */
@NullMarked
package org.t2workbench.core.run;

import org.jspecify.annotations.NullMarked;
