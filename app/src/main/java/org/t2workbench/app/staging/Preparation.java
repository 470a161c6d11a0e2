package org.t2workbench.app.staging;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import org.jspecify.annotations.Nullable;

/**
 * Brings screens into the scene piece by piece, hidden: the frame of a screen, then the inside of each of its cards. A
 * screen that someone asks for before its turn comes first, and faster. FX thread only.
 */
public final class Preparation {

    /** Before the first piece, for what this follows on, as a model being opened, is being shown. */
    private static final int FRAMES_BEFORE = 20;

    /** Frames in a row that are left to what others show; a run that shows something in each does not hold a screen up. */
    private static final int MOST_GIVEN_WAY = 3;

    /** One frame is left to who uses the window for each such time that a piece took, styled and laid out. */
    private static final double NANOSECONDS_A_FRAME = 10e6;

    private final Pane stage;
    private final Map<Parent, Deque<Gradual>> left = new LinkedHashMap<>();
    /** Out of the scene, to come back piece by piece. */
    private final Set<Parent> taken = new HashSet<>();

    private @Nullable Parent asked;
    private Runnable whenWhole = () -> {};
    private int toTell;
    private boolean started;
    private final AnimationTimer frames = new AnimationTimer() {
        private int rest;
        private int gaveWay;

        @Override
        public void start() {
            rest = FRAMES_BEFORE;
            super.start();
        }

        @Override
        public void handle(long now) {
            if ((FrameTurns.ofWindow().isBusy() || !Entrance.allOver()) && gaveWay < MOST_GIVEN_WAY) {
                gaveWay++;
                return;
            }
            gaveWay = 0;
            if (asked != null) {
                // somebody waits for it
                fillAsked(asked);
                return;
            }
            if (rest > 0) {
                rest--;
                return;
            }
            long start = System.nanoTime();
            next();
            // after the frame that this one belongs to
            Platform.runLater(() -> rest = (int) ((System.nanoTime() - start) / NANOSECONDS_A_FRAME));
        }
    };

    /**
     * Empties all screens.
     *
     * @param stage where the screens are to lie
     * @param screens none of them in a scene yet
     */
    public Preparation(Pane stage, Collection<Parent> screens) {
        this.stage = stage;
        screens.forEach(this::empty);
    }

    private void empty(Parent screen) {
        Deque<Gradual> parts = Parts.of(screen);
        parts.forEach(Gradual::empty);
        left.put(screen, parts);
    }

    /** Brings in all that is left, little by little. */
    public void start() {
        started = true;
        frames.start();
    }

    /** Brings in the frame of a screen, for it is asked for; all of it where nobody sees anything yet. */
    public void begin(Parent screen) {
        emptyAgain(screen);
        bringIn(screen);
        if (!isSeen()) {
            fillAll(screen);
        }
    }

    /**
     * Brings in the rest of a screen that is asked for, piece by piece, before all others.
     *
     * @param then what is to be done when all of it is there
     */
    public void finish(Parent screen, Runnable then) {
        asked = screen;
        whenWhole = then;
        if (partsOf(screen).isEmpty()) {
            tellWhole();
        } else {
            frames.start();
        }
    }

    /** Whether all is there of the screen that was asked for last, and who asked was told. */
    public boolean isWhole() {
        return asked == null && toTell == 0;
    }

    private boolean isSeen() {
        Scene scene = stage.getScene();
        return scene != null && scene.getWindow() != null && scene.getWindow().isShowing();
    }

    private void tellWhole() {
        asked = null;
        Runnable then = whenWhole;
        toTell++;
        // in a frame of its own: what has the focus is styled anew with all that is in it
        FrameTurns.ofWindow().executeLater(() -> {
            toTell--;
            if (Objects.equals(then, whenWhole)) {
                then.run();
            }
        });
    }

    /** Takes all screens but one out of the scene, for all that is in it is about to be styled anew, and begins again. */
    public void restart(Parent front) {
        for (Parent screen : List.copyOf(left.keySet())) {
            if (screen != front && stage.getChildren().remove(screen)) {
                taken.add(screen);
            }
        }
        if (started) {
            frames.start();
        }
    }

    private Deque<Gradual> partsOf(Parent screen) {
        return left.getOrDefault(screen, new ArrayDeque<>());
    }

    private void fillAll(Parent screen) {
        Deque<Gradual> parts = partsOf(screen);
        while (!parts.isEmpty()) {
            Parts.fill(parts);
        }
    }

    /** A screen that was taken out, before it comes back. */
    private boolean emptyAgain(Parent screen) {
        boolean out = taken.remove(screen);
        if (out) {
            fillAll(screen);
            empty(screen);
        }
        return out;
    }

    private void fillAsked(Parent screen) {
        if (!partsOf(screen).isEmpty()) {
            Parts.fill(partsOf(screen));
        }
        if (partsOf(screen).isEmpty()) {
            tellWhole();
            if (!started) {
                frames.stop();
            }
        }
    }

    private void next() {
        for (Map.Entry<Parent, Deque<Gradual>> entry : left.entrySet()) {
            if (emptyAgain(entry.getKey())) {
                return;
            }
            if (bringIn(entry.getKey())) {
                return;
            }
            if (!entry.getValue().isEmpty()) {
                Parts.fill(entry.getValue());
                return;
            }
        }
        frames.stop();
    }

    private boolean bringIn(Parent screen) {
        if (stage.getChildren().contains(screen)) {
            return false;
        }
        screen.setVisible(false);
        return stage.getChildren().add(screen);
    }
}
