package org.t2workbench.app.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.chart.CurveChart.Curve;
import org.t2workbench.app.chart.CurveChart.Form;
import org.t2workbench.core.run.RunLine;

/** Lines of metrics as points and curves, against figures worked by hand. */
class CurvesTest {

    private static final double TOLERANCE = 1e-12;

    private static List<RunPoint> points(int count) {
        List<RunPoint> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            points.add(RunPoint.of(new RunLine(i, i == 0 ? Map.of() : Map.of("reward", i % 2), Map.of("seconds", i))));
        }
        return points;
    }

    @Test
    void aValidationHasItsWilsonIntervalAndWhatIsMissingIsUndefined() {
        RunPoint point = RunPoint.of(new RunLine(
                3, Map.of("validation", Map.of("n", 10, "correct", 5), "warning", "Nothing to learn."), Map.of()));
        assertThat(point.validation()).isEqualTo(0.5);
        // Wilson's interval of 5 in 10: centre 0.5, half width z sqrt(1/40 + z²/400) / (1 + z²/10)
        assertThat(point.validationLow()).isCloseTo(0.236593, within(1e-6));
        assertThat(point.validationHigh()).isCloseTo(0.763407, within(1e-6));
        assertThat(point.reward()).isNaN();
        assertThat(point.seconds()).isNaN();
        assertThat(point.warning()).isEqualTo("Nothing to learn.");
    }

    @Test
    void aShortRunIsDrawnAsItIsAndALongOneSmoothedOverATenth() {
        List<Curve> shortRun = Curves.smoothed(points(10), RunPoint::reward, "reward", 1);
        assertThat(shortRun).singleElement().extracting(Curve::form).isEqualTo(Form.LINE);
        assertThat(shortRun.get(0).points()).hasSize(9);
        List<Curve> longRun = Curves.smoothed(points(41), RunPoint::reward, "reward", 1);
        assertThat(longRun).extracting(Curve::form).containsExactly(Form.FAINT, Form.LINE);
        // 40 rewards 1, 0, 1, 0, …: means over 4 are a half, but for the first three
        assertThat(longRun.get(1).points().get(0).y()).isEqualTo(1);
        assertThat(longRun.get(1).points().get(1).y()).isCloseTo(0.5, within(TOLERANCE));
        assertThat(longRun.get(1).points().get(2).y()).isCloseTo(2 / 3.0, within(TOLERANCE));
        for (int i = 3; i < 40; i++) {
            assertThat(longRun.get(1).points().get(i).y()).isCloseTo(0.5, within(TOLERANCE));
        }
    }

    @Test
    void theTimeLeftFollowsTheMedianOfTheLatestIterations() {
        RunSummary summary = RunSummary.of(points(41));
        // the latest 15 took 26 … 40 seconds
        assertThat(summary.secondsPerIteration()).isEqualTo(33);
        assertThat(summary.secondsLeft(50)).isEqualTo(10 * 33);
    }
}
