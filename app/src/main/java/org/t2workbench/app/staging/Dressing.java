package org.t2workbench.app.staging;

import java.util.Deque;
import javafx.scene.Parent;
import javafx.scene.layout.Pane;

/**
 * Styles what is to be shown in a window of its own, some of it a frame, before it is shown: each scene is matched with all
 * rules of style anew, which at once would hold the FX thread. FX thread only.
 */
public final class Dressing {

    private final Parent root;
    private final Deque<Gradual> left;
    private final Runnable then;

    private Dressing(Parent root, Pane rows, Runnable then) {
        this.root = root;
        left = Parts.of(rows);
        this.then = then;
    }

    /**
     * @param root of a scene that is not shown
     * @param rows in it
     * @param then shows it
     */
    public static void play(Parent root, Pane rows, Runnable then) {
        Dressing dressing = new Dressing(root, rows, then);
        dressing.left.forEach(Gradual::empty);
        FrameTurns.ofWindow().execute(() -> {
            root.applyCss();
            FrameTurns.ofWindow().execute(dressing::step);
        });
    }

    private void step() {
        Parts.fill(left);
        root.applyCss();
        FrameTurns.ofWindow().execute(left.isEmpty() ? then : this::step);
    }
}
