package org.t2workbench.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CurveTest {

    @Test
    void aCurveRunsOverIterationsOrOverTheSecondsTheyTook() {
        Map<String, Object> none = new LinkedHashMap<>();
        none.put("reward", null);
        List<RunLine> lines = List.of(
                new RunLine(0, Map.of("validation", Map.of("accuracy", 0.5)), Map.of("seconds", 2)),
                new RunLine(1, none, Map.of("seconds", 3)),
                new RunLine(5, Map.of("reward", 0.25), Map.of("seconds", 0.5)));
        assertThat(Curve.of(lines, "reward", Curve.Along.ITERATION).points()).containsExactly(new Curve.Point(5, 0.25));
        assertThat(Curve.of(lines, "reward", Curve.Along.TIME).points()).containsExactly(new Curve.Point(5.5, 0.25));
        assertThat(Curve.metrics(lines)).containsExactly("validation/accuracy", "machine/seconds", "reward");
    }

    @Test
    void smoothingIsTheCorrectedMovingAverage() {
        Curve curve = curve(1, 3, 2);
        assertThat(curve.smoothed(0)).isEqualTo(curve);
        // weight 0.5: 1; (0.25·1 + 0.5·3) / 0.75; (0.125·1 + 0.25·3 + 0.5·2) / 0.875
        List<Curve.Point> smooth = curve.smoothed(0.5).points();
        assertThat(smooth.get(0).y()).isEqualTo(1);
        assertThat(smooth.get(1).y()).isCloseTo(1.75 / 0.75, within(1e-15));
        assertThat(smooth.get(2).y()).isCloseTo(1.875 / 0.875, within(1e-15));
        assertThatThrownBy(() -> curve.smoothed(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thinningKeepsEndsLowsAndHighs() {
        double[] values = new double[10_007];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.sin(i / 50.0);
        }
        values[5000] = 40;
        values[7001] = -40;
        Curve thin = curve(values).thinned(400);
        assertThat(thin.points()).hasSizeLessThanOrEqualTo(402);
        assertThat(thin.points()).contains(new Curve.Point(5000, 40), new Curve.Point(7001, -40));
        assertThat(thin.points().get(0).x()).isZero();
        assertThat(thin.points().get(thin.points().size() - 1).x()).isEqualTo(10_006);
        assertThat(thin.points()).extracting(Curve.Point::x).isSorted();
        assertThat(curve(1, 2, 3).thinned(400)).isEqualTo(curve(1, 2, 3));
    }

    private static Curve curve(double... values) {
        List<Curve.Point> points = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            points.add(new Curve.Point(i, values[i]));
        }
        return new Curve(points);
    }
}
