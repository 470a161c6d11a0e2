package org.t2workbench.core.checkpoint;

import java.util.List;

/**
 * What each layer's attention sees. Immutable.
 *
 * @param scale of a query's product with a key
 * @param window positions that a local layer sees, its own included; 0 where there is no local layer
 * @param layers one by one
 */
public record AttentionPattern(double scale, int window, List<Layer> layers) {

    public AttentionPattern {
        layers = List.copyOf(layers);
    }

    /**
     * One layer.
     *
     * @param local whether it sees only the window
     * @param table which of {@link Rotary#tables} turns its queries and keys; −1 for none
     */
    public record Layer(boolean local, int table) {}
}
