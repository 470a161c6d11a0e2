package org.t2workbench.core.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * What the base model makes of a batch, for the divergence from it: small beside the probabilities, which are made again
 * from it where they are needed.
 *
 * @param scope owns the tensor
 * @param hidden the normed output of the last layer at the N places where tokens of answers were drawn, (N, C)
 */
record Reference(NDManager scope, NDArray hidden) implements AutoCloseable {

    @Override
    public void close() {
        scope.close();
    }
}
