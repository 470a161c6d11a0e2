package org.t2workbench.app.staging;

import javafx.scene.Parent;
import javafx.scene.layout.Pane;

/**
 * Styles what is to be shown in a window of its own, some of it a frame, before it is shown: each scene is matched with all
 * rules of style anew, which at once would hold the FX thread. FX thread only.
 */
public final class Dressing {

    private static final int ROWS = 2;

    private final Parent root;
    private final Pieces pieces;
    private final Runnable then;

    private Dressing(Parent root, Pane rows, Runnable then) {
        this.root = root;
        this.pieces = new Pieces(rows, ROWS);
        this.then = then;
    }

    /**
     * @param root of a scene that is not shown
     * @param rows in it
     * @param then shows it
     */
    public static void play(Parent root, Pane rows, Runnable then) {
        Dressing dressing = new Dressing(root, rows, then);
        dressing.pieces.empty();
        FrameTurns.ofWindow().execute(() -> {
            root.applyCss();
            FrameTurns.ofWindow().execute(dressing::step);
        });
    }

    private void step() {
        boolean whole = pieces.fill();
        root.applyCss();
        FrameTurns.ofWindow().execute(whole ? then : this::step);
    }
}
