package org.t2workbench.app.learn;

import javafx.scene.Node;

/**
 * A step as it is shown.
 *
 * @param formula empty for none
 * @param live its control and what that changes; shown while the step is in front
 * @param openWords of the button that goes to the screen the step speaks of
 */
record ShownStep(
        String title, String text, String formula, Node live, String openWords, String openTooltip, Runnable open) {}
