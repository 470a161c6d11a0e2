package org.t2workbench.app.chart;

import java.util.List;
import javafx.scene.paint.Color;

/** Colours from a lowest to a highest value. Both get lighter evenly, so that grey and eyes without colour vision read them. */
public enum ColourRamp {
    /** For amounts: viridis (van der Walt, Smith 2015). */
    VIRIDIS(List.of(
            "#440154", "#482878", "#3e4989", "#31688e", "#26828e", "#1f9e89", "#35b779", "#6ece58", "#b5de2b",
            "#fde725")),

    /**
     * For what lies on two sides of a middle: cividis (Nuñez, Anderton, Renslow 2018), blue and dark below, a grey without
     * colour in the middle, yellow and light above.
     */
    CIVIDIS(List.of(
            "#00204d", "#00306f", "#2a406c", "#48526b", "#5e626e", "#727374", "#878479", "#9e9677", "#b6a971",
            "#d0be67", "#ead357", "#ffea46"));

    /** Above this brightness, dark letters are read more easily. */
    private static final double BRIGHT = 0.42;

    @SuppressWarnings("ImmutableEnumChecker") // neither the list nor a colour can be changed
    private final List<Color> stops;

    ColourRamp(List<String> stops) {
        this.stops = stops.stream().map(Color::web).toList();
    }

    /** @param share 0 to 1 */
    Color at(double share) {
        double place = Math.min(1, Math.max(0, share)) * (stops.size() - 1);
        int below = (int) Math.min(stops.size() - 2, Math.floor(place));
        return stops.get(below).interpolate(stops.get(below + 1), place - below);
    }

    static double brightness(Color colour) {
        return 0.2126 * colour.getRed() + 0.7152 * colour.getGreen() + 0.0722 * colour.getBlue();
    }

    /** What is read on this ground. */
    static Color letters(Color ground) {
        return brightness(ground) > BRIGHT ? Color.web("#0d1117") : Color.WHITE;
    }
}
