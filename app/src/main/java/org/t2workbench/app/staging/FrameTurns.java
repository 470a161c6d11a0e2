package org.t2workbench.app.staging;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;

/**
 * Runs on the FX thread, in order, and lets a frame through between what takes long: what each changes is styled, laid out
 * and drawn by itself, and not all of it in one frame that holds the thread. There is one for the whole window, as there is
 * one FX thread.
 */
public final class FrameTurns implements Executor {

    private static final FrameTurns WINDOW = new FrameTurns();

    /** With so little changed, what follows may be shown in the same frame. */
    private static final long SHORT_NANOSECONDS = 2_000_000;

    /** Frames that what may come later waits for others, and no more: some show something in each. */
    private static final int MOST_GIVEN_WAY = 3;

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final Deque<Runnable> later = new ArrayDeque<>();
    private long spent;
    private int gaveWay;
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

    private FrameTurns() {}

    public static FrameTurns ofWindow() {
        return WINDOW;
    }

    /** Any thread. */
    @Override
    public void execute(Runnable task) {
        Platform.runLater(() -> {
            waiting.add(task);
            goOn();
        });
    }

    /** What gives way to everything else; never at once. FX thread only. */
    void executeLater(Runnable task) {
        later.add(task);
        rest();
    }

    /** Whether a frame is to come first, or somebody waits. FX thread only. */
    boolean isBusy() {
        return resting || !waiting.isEmpty();
    }

    private void goOn() {
        while (!resting && !(waiting.isEmpty() && later.isEmpty())) {
            long start = System.nanoTime();
            boolean isLater = waiting.isEmpty() || (gaveWay >= MOST_GIVEN_WAY && !later.isEmpty());
            boolean failed = true;
            try {
                (isLater ? later : waiting).remove().run();
                failed = false;
            } finally {
                spent += System.nanoTime() - start;
                // what follows a failure is not lost with it, and what came later has its frame for itself
                if (failed || isLater || spent > SHORT_NANOSECONDS) {
                    gaveWay = isLater || later.isEmpty() ? 0 : gaveWay + 1;
                    rest();
                }
            }
        }
    }

    private void rest() {
        resting = true;
        frame.start();
    }
}
