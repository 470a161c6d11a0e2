package org.t2workbench.app.control;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Window;
import javafx.util.Duration;

/** Looks again and again while a node's window is open. */
public final class Ticker {

    private static final Duration BEAT = Duration.millis(300);

    private Ticker() {}

    /** A few times a second, on the FX thread. */
    public static void whileShowing(Node node, Runnable look) {
        Timeline timeline = new Timeline(new KeyFrame(BEAT, event -> look.run()));
        timeline.setCycleCount(Animation.INDEFINITE);
        node.sceneProperty()
                .flatMap(Scene::windowProperty)
                .flatMap(Window::showingProperty)
                .orElse(false)
                .subscribe(showing -> {
                    if (showing) {
                        timeline.play();
                    } else {
                        timeline.stop();
                    }
                });
    }
}
