/**
 * Singular-value fine-tuning (arXiv 2501.06252, section 3): decompositions W = U diag(σ) Vᵀ and their store, experts,
 * mixtures, LoRA adapters, and the adapted weights that a forward pass computes with.
 */
@NullMarked
package org.t2workbench.core.svf;

import org.jspecify.annotations.NullMarked;
