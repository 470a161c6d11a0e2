package org.t2workbench.core.svf;

import org.t2workbench.core.model.WeightView;

/**
 * A model's weights for a batch whose sequences are adapted each in its own way: W' x = W x + U (d ⊙ (Vᵀ x)) with a d of
 * every sequence's own. Whoever asked for them closes them, on the compute thread, after their last use and before the
 * model and the decomposition.
 */
public final class SequenceWeights implements AutoCloseable {

    private final WeightView view;
    private final Runnable release;
    private boolean closed;

    SequenceWeights(WeightView view, Runnable release) {
        this.view = view;
        this.release = release;
    }

    /** For a batch of as many sequences as there are adaptations, times the copies of each. */
    public WeightView view() {
        return view;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            release.run();
        }
    }
}
