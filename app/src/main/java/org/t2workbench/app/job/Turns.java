package org.t2workbench.app.job;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Reactions to one event that many hear of: each has a turn of its own, in the order in which they were asked for, so that
 * they do not hold the FX thread together. FX thread only.
 */
public final class Turns {

    private final Executor ui;
    private final Set<Runnable> waiting = new LinkedHashSet<>();

    /** @param ui runs on the FX thread, in order */
    public Turns(Executor ui) {
        this.ui = ui;
    }

    /** What asks for a turn of a reaction; one that waits is not asked for again. */
    public Runnable of(Runnable reaction) {
        return () -> {
            if (waiting.add(reaction)) {
                ui.execute(() -> take(reaction));
            }
        };
    }

    /** Runs all that wait, for somebody is about to rely on them. */
    public void catchUp() {
        while (!waiting.isEmpty()) {
            take(waiting.iterator().next());
        }
    }

    private void take(Runnable reaction) {
        if (waiting.remove(reaction)) {
            reaction.run();
        }
    }
}
