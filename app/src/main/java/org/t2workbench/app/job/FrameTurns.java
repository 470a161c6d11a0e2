package org.t2workbench.app.job;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;

/**
 * Runs on the FX thread, in order, and lets a frame through between what takes long: what each changes is styled, laid out
 * and drawn by itself, and not all of it in one frame that holds the thread. Any thread.
 */
final class FrameTurns implements Executor {

    /** With so little changed, what follows may be shown in the same frame. */
    private static final long SHORT_NANOSECONDS = 4_000_000;

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private long spent;
    private boolean resting;
    private final AnimationTimer frame = new AnimationTimer() {
        @Override
        public void handle(long now) {
            stop();
            // after the frame that this one belongs to
            Platform.runLater(() -> {
                spent = 0;
                resting = false;
                goOn();
            });
        }
    };

    @Override
    public void execute(Runnable task) {
        Platform.runLater(() -> {
            waiting.add(task);
            goOn();
        });
    }

    private void goOn() {
        while (!resting && !waiting.isEmpty()) {
            long start = System.nanoTime();
            boolean failed = true;
            try {
                waiting.remove().run();
                failed = false;
            } finally {
                spent += System.nanoTime() - start;
                // what follows a failure is not lost with it
                if (failed || spent > SHORT_NANOSECONDS) {
                    resting = true;
                    frame.start();
                }
            }
        }
    }
}
