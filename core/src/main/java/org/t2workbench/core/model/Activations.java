package org.t2workbench.core.model;

import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.kernel.Dtype;

/** What a forward pass keeps until its gradient is taken. */
public final class Activations {

    private Activations() {}

    /**
     * Bytes that one layer keeps of one position.
     *
     * @param length positions of the text that it stands in
     */
    public static long bytesPerLayer(ModelConfig config, Dtype dtype, long length) {
        long width = config.hiddenSize();
        long heads = (long) (config.heads() + 2 * config.keyValueHeads()) * config.headSize();
        long wide = Math.max(Float.BYTES, dtype.bytes());
        // each norm keeps its input and its quotient in f32 at least, and its output
        long norms = config.family().normed(config) * (2 * wide + dtype.bytes());
        // queries, keys and values before and after they are turned, what attention gives, and scores where it keeps
        // them
        long scores = (long) config.family().keptScores() * config.heads() * length * wide;
        long attention = (2 * heads + width + config.family().keptParts(config)) * dtype.bytes() + scores;
        // inside the MLP; what comes out of attention and of the MLP, and the residuals
        long inner = (long) config.family().keptInner() * config.intermediateSize();
        long mlp = (inner + 4 * width) * dtype.bytes();
        return norms + attention + mlp;
    }
}
