package org.t2workbench.core.svf;

import ai.djl.ndarray.NDArray;

/**
 * The thin singular value decomposition of one matrix, W = U diag(σ) Vᵀ. The tensors belong to the scope they were asked
 * for in; the array is not to be written to.
 *
 * @param u left singular vectors as columns, (m, r)
 * @param sigma singular values from the largest down, (r), in f64
 * @param vt right singular vectors as rows, (r, n)
 */
@SuppressWarnings("ArrayRecordComponent") // shared on purpose: identity, not content, tells factors apart
public record Factors(NDArray u, double[] sigma, NDArray vt) {}
