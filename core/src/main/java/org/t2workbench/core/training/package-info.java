/**
 * Learning: pretraining of a model from scratch, and experts by the paper's policy gradient on the gains of singular
 * values (Transformer², section 3.1). Tensor work stands in kernels; here is the order of things.
 */
@NullMarked
package org.t2workbench.core.training;

import org.jspecify.annotations.NullMarked;
