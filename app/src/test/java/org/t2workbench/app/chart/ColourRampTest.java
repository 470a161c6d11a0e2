package org.t2workbench.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;

/** What the scales promise: grey reads them, and the middle of the one with two sides has no colour. */
class ColourRampTest {

    @Test
    void everyScaleGetsLighterFromEndToEnd() {
        for (ColourRamp ramp : ColourRamp.values()) {
            double before = -1;
            for (int i = 0; i <= 100; i++) {
                double brightness = ColourRamp.brightness(ramp.at(i / 100.0));
                assertThat(brightness).as("%s at %d %%", ramp, i).isGreaterThan(before);
                before = brightness;
            }
        }
    }

    @Test
    void theMiddleOfTheScaleWithTwoSidesIsGreyAndTheSidesAreBlueAndYellow() {
        Color middle = ColourRamp.CIVIDIS.at(0.5);
        assertThat(middle.getSaturation()).isLessThan(0.1);
        Color low = ColourRamp.CIVIDIS.at(0.1);
        Color high = ColourRamp.CIVIDIS.at(0.95);
        // red and green, which many eyes do not tell apart, go the same way on both sides
        assertThat(low.getBlue()).isGreaterThan(low.getRed()).isGreaterThan(low.getGreen());
        assertThat(high.getBlue()).isLessThan(high.getRed()).isLessThan(high.getGreen());
    }
}
