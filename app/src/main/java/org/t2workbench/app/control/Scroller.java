package org.t2workbench.app.control;

import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Skin;

/**
 * A scroll pane that draws again only what changed in it. JavaFX's own keeps a picture of all that it shows, and draws
 * the whole of it at every change of a part: a streaming answer then costs its screen's picture at each token, several
 * times over where one pane lies in another.
 */
public class Scroller extends ScrollPane {

    private static final String VIEWPORT = "viewport";

    /** Shows a node, as large as it likes to be. */
    public Scroller(Node content) {
        super(content);
    }

    @Override
    protected final Skin<?> createDefaultSkin() {
        Skin<?> skin = super.createDefaultSkin();
        for (Node part : getChildren()) {
            if (part.getStyleClass().contains(VIEWPORT)) {
                part.setCache(false);
            }
        }
        return skin;
    }
}
