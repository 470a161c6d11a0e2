package org.t2workbench.core.model;

import org.t2workbench.core.kernel.TensorList;

/**
 * The weights that one forward pass computes with: W' x = W x + U (d * (Vt x)) for every matrix.
 *
 * <p>The base model and a folded adaptation have no adapters (empty lists); a factored adaptation has one entry per
 * matrix ({@link MatrixInfo#adapterIndex}), with d of size 0 where a matrix is not adapted. All tensors have the
 * model's dtype. A view owns nothing: whoever made its lists closes them, after the last use on the compute thread.
 *
 * @param weights in the order of the family's kernel: the embedding (V, C) first, the output matrix (V, C) last, each matrix
 *     followed by its bias, which may be of size 0
 * @param joined whether matrices of a layer that read the same (q, k and v; gate and up) lie one behind the other in memory,
 *     so that one product serves them all
 * @param u left vectors, (rows, k)
 * @param d their factors, (k); or, one set per sequence of a batch, (B, 1, k)
 * @param vt right vectors, (k, columns)
 */
public record WeightView(TensorList weights, boolean joined, TensorList u, TensorList d, TensorList vt) {

    private static final int SET_DIMENSIONS = 3;

    /** Whether each sequence of a batch has factors of its own, so that a batch has as many sequences as there are sets. */
    public boolean perSequence() {
        for (int i = 0; i < d.size(); i++) {
            if (d.get(i).getShape().dimension() == SET_DIMENSIONS) {
                return true;
            }
        }
        return false;
    }

    /** Weights without adapters, each matrix anywhere in memory. */
    public static WeightView plain(TensorList weights) {
        return new WeightView(weights, false, TensorList.empty(), TensorList.empty(), TensorList.empty());
    }

    /** Weights without adapters that lie as {@link #joined} says. */
    static WeightView joined(TensorList weights) {
        return new WeightView(weights, true, TensorList.empty(), TensorList.empty(), TensorList.empty());
    }

    /** The same weights with other adapters. */
    public WeightView with(TensorList otherU, TensorList otherD, TensorList otherVt) {
        return new WeightView(weights, joined, otherU, otherD, otherVt);
    }
}
