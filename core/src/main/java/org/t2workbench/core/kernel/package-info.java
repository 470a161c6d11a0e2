/**
 * TorchScript text from {@code resources/kernels} made callable: the only room that touches DJL's PyTorch classes.
 * Everything here runs on the one compute thread.
 */
@NullMarked
package org.t2workbench.core.kernel;

import org.jspecify.annotations.NullMarked;
