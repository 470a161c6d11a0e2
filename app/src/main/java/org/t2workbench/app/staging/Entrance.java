package org.t2workbench.app.staging;

import java.util.ArrayDeque;
import java.util.Deque;
import javafx.animation.AnimationTimer;
import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;

/**
 * Brings a part of a screen that was not in the scene yet into it piece by piece: one a frame, first the part that was asked
 * for last. FX thread only.
 */
public final class Entrance {

    private static final Deque<Entrance> UNDER_WAY = new ArrayDeque<>();

    private static final AnimationTimer FRAMES = new AnimationTimer() {
        @Override
        public void handle(long now) {
            if (UNDER_WAY.isEmpty()) {
                stop();
            } else {
                UNDER_WAY.getLast().step();
            }
        }
    };

    private final Node part;
    private final Deque<Gradual> left;
    private final ChangeListener<Scene> out = (property, before, now) -> finish();

    private Entrance(Node part) {
        this.part = part;
        left = Parts.of(part);
    }

    /** All of it at once where nobody sees it. */
    public static void play(Pane stage, Node part) {
        Scene scene = stage.getScene();
        if (scene != null && scene.getWindow() != null && scene.getWindow().isShowing()) {
            new Entrance(part).begin(stage);
        } else {
            stage.getChildren().add(part);
        }
    }

    /** Whether all is there of what was brought in. */
    public static boolean allOver() {
        return UNDER_WAY.isEmpty();
    }

    private void begin(Pane stage) {
        left.forEach(Gradual::empty);
        stage.getChildren().add(part);
        part.sceneProperty().addListener(out);
        UNDER_WAY.add(this);
        FRAMES.start();
    }

    private void step() {
        if (!left.isEmpty()) {
            Parts.fill(left);
        }
        if (left.isEmpty()) {
            finish();
        }
    }

    /** What is left comes at once when the part was taken out: there it costs little, and others may empty it anew. */
    private void finish() {
        UNDER_WAY.remove(this);
        part.sceneProperty().removeListener(out);
        while (!left.isEmpty()) {
            Parts.fill(left);
        }
    }
}
