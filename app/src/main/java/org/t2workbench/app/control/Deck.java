package org.t2workbench.app.control;

import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import org.t2workbench.app.staging.CatchUp;
import org.t2workbench.app.staging.Entrance;

/**
 * Cards over one another, one of which is in front. A card comes into the scene when it is first in front: to style those
 * that nobody has asked for yet would take half a second of the program's start. Then it comes piece by piece.
 */
public final class Deck extends StackPane {

    /** Brings a card to the front; the others keep their state behind it. */
    public void show(Node card) {
        if (!getChildren().contains(card)) {
            Entrance.play(this, card);
        }
        for (Node each : getChildren()) {
            each.setVisible(each == card);
            each.setManaged(each == card);
        }
        CatchUp.now(card);
    }
}
