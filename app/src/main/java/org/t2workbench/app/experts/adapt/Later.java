package org.t2workbench.app.experts.adapt;

import javafx.animation.PauseTransition;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.util.Duration;

/**
 * Draws once for all changes of one moment, as a look at the run moves several properties. Charts that change together
 * are given different delays, so that no single turn of the FX thread draws them all. FX thread only.
 */
final class Later implements InvalidationListener {

    private final PauseTransition pause;
    private boolean pending;

    Later(double delayMillis, Runnable action) {
        pause = new PauseTransition(Duration.millis(delayMillis));
        pause.setOnFinished(event -> {
            pending = false;
            action.run();
        });
    }

    @Override
    public void invalidated(Observable changed) {
        run();
    }

    void run() {
        if (!pending) {
            pending = true;
            pause.playFromStart();
        }
    }
}
