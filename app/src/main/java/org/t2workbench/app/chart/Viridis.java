package org.t2workbench.app.chart;

import javafx.scene.paint.Color;

/** The viridis scale (van der Walt, Smith 2015): even to the eye, readable without colour vision. */
final class Viridis {

    private static final Color[] STOPS = {
        Color.web("#440154"),
        Color.web("#482878"),
        Color.web("#3e4989"),
        Color.web("#31688e"),
        Color.web("#26828e"),
        Color.web("#1f9e89"),
        Color.web("#35b779"),
        Color.web("#6ece58"),
        Color.web("#b5de2b"),
        Color.web("#fde725")
    };

    /** Above this brightness, dark letters are read more easily. */
    private static final double BRIGHT = 0.42;

    private Viridis() {}

    /** @param share 0 to 1 */
    static Color at(double share) {
        double place = Math.min(1, Math.max(0, share)) * (STOPS.length - 1);
        int below = (int) Math.min(STOPS.length - 2, Math.floor(place));
        return STOPS[below].interpolate(STOPS[below + 1], place - below);
    }

    static Color letters(Color ground) {
        double brightness = 0.2126 * ground.getRed() + 0.7152 * ground.getGreen() + 0.0722 * ground.getBlue();
        return brightness > BRIGHT ? Color.web("#0d1117") : Color.WHITE;
    }
}
