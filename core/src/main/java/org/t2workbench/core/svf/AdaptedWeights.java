package org.t2workbench.core.svf;

import org.t2workbench.core.model.WeightView;

/**
 * A model's weights under an adaptation, as a forward pass takes them. Whoever asked for them closes them, on the compute
 * thread, after their last use and before the model and the decomposition.
 */
public final class AdaptedWeights implements AutoCloseable {

    /** How the change is brought into a forward pass. */
    public enum Form {
        /** Nothing changes: the model's own weights. */
        BASE,
        /** W x + U (d ⊙ (Vᵀ x)) at every step; made in no time, and every token costs more. */
        FACTORED,
        /** W' computed beforehand; takes the memory of the changed matrices, and a token costs what it did. */
        FOLDED
    }

    private final Form form;
    private final Adaptation adaptation;
    private final WeightView view;
    private final Runnable release;
    private boolean closed;

    AdaptedWeights(Form form, Adaptation adaptation, WeightView view, Runnable release) {
        this.form = form;
        this.adaptation = adaptation;
        this.view = view;
        this.release = release;
    }

    public Form form() {
        return form;
    }

    /** What they were made from. */
    public Adaptation adaptation() {
        return adaptation;
    }

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
