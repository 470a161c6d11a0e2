package org.t2workbench.app.staging;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javafx.scene.Node;

/**
 * Brings a part of the window up to date: at once where it is seen, else when its turn comes, one such part a frame, or
 * when the screen it belongs to comes to the front. A model that is opened changes all screens; together they would hold
 * the FX thread. FX thread only.
 */
public final class CatchUp implements Runnable {

    private static final Set<CatchUp> WAITING = new LinkedHashSet<>();

    private final Node part;
    private final Runnable change;

    /**
     * @param part what is changed
     * @param change brings it to what there is to show when it runs
     */
    public CatchUp(Node part, Runnable change) {
        this.part = part;
        this.change = change;
    }

    /** There is something else to show. */
    @Override
    public void run() {
        if (isBehind(part)) {
            if (WAITING.add(this)) {
                FrameTurns.ofWindow().executeLater(this::take);
            }
        } else {
            WAITING.remove(this);
            change.run();
        }
    }

    /** Brings everything in a screen, or in a part of one, up to date, for it comes to the front. */
    public static void now(Node front) {
        for (CatchUp waiting : List.copyOf(WAITING)) {
            if (isIn(waiting.part, front)) {
                waiting.take();
            }
        }
    }

    private void take() {
        if (WAITING.remove(this)) {
            change.run();
        }
    }

    private static boolean isBehind(Node node) {
        Node place = node;
        while (place != null && place.isVisible()) {
            place = place.getParent();
        }
        return place != null || node.getScene() == null;
    }

    private static boolean isIn(Node node, Node front) {
        Node place = node;
        while (place != null && place != front) {
            place = place.getParent();
        }
        return place != null;
    }
}
