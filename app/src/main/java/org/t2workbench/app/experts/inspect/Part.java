package org.t2workbench.app.experts.inspect;

import javafx.scene.Node;

/** A part of the Experts screen. FX thread only. */
public interface Part {

    /** What fills the screen. */
    Node node();

    /** What stands above it, at the right. */
    Node tools();

    /**
     * Tells it that it came to the front or went to the back.
     *
     * @param front only then it keeps the compute thread busy
     */
    void setActive(boolean front);

    /** What the keyboard goes to first. */
    Node firstFocus();
}
