package org.t2workbench.core.training;

import org.t2workbench.core.model.WeightView;

/**
 * A model under parameters in training.
 *
 * @param release frees what belongs to it alone
 */
record AdaptedView(WeightView view, Runnable release) implements AutoCloseable {

    @Override
    public void close() {
        release.run();
    }
}
