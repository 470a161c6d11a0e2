package org.t2workbench.core.svf;

import java.util.List;
import org.t2workbench.core.model.MatrixInfo;

/**
 * An adapter that adds to weights with vectors that are not the decomposition's, W' = W + α U diag(d) Vᵀ: low-rank ones of
 * its own for LoRA, W itself and the identity for IA3. Immutable.
 */
public sealed interface AddedAdapter extends Adapter permits LoraAdapter, Ia3Adapter {

    /** The matrices it adapts, in the file's order. */
    List<String> matrices();

    /** Whether the matrix of that name is among them. */
    boolean adapts(String matrix);

    /** d of a matrix that it adapts, at α = 1. */
    double[] scales(MatrixInfo matrix);
}
