package org.t2workbench.app.staging;

/**
 * A part of a screen that comes into the scene in steps. What is in the scene is styled and laid out, which takes about a
 * millisecond for three nodes in a program that has just started: a whole screen at once would hold the FX thread for some
 * tenths of a second. FX thread only.
 */
public interface Gradual {

    /** Takes out what {@link #fill} puts back, while this is not in a scene yet. */
    void empty();

    /**
     * Puts back a step's worth.
     *
     * @return whether nothing is left
     */
    boolean fill();
}
