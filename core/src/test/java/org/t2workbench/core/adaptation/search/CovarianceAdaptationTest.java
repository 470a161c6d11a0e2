package org.t2workbench.core.adaptation.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.SimpleBounds;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.CMAESOptimizer;
import org.hipparchus.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.t2workbench.core.training.Seeds;

class CovarianceAdaptationTest {

    private static final double[] START = {1.0 / 3, 1.0 / 3, 1.0 / 3};
    private final SearchSettings settings =
            SearchSettings.paper().withMethod(SearchMethod.CMA_ES).withPopulation(12, 0.2);

    private static Score score(double[] point) {
        return Score.of(3, -Math.abs(point[0] - 0.8) - Math.abs(point[1] - 0.1) - point[2]);
    }

    @Test
    void generationByGenerationItIsTheLibrarysOwnRun() {
        int generations = 9;
        SearchSettings nine = settings.withGenerations(generations);
        List<double[]> seen = new ArrayList<>();
        CMAESOptimizer whole = new CMAESOptimizer(
                generations, 0, true, 0, 0, new Well19937c(Seeds.derive(settings.seed(), 0)), false, null);
        double[] ones = {1, 1, 1};
        whole.optimize(
                new ObjectiveFunction(point -> {
                    seen.add(point.clone());
                    return seen.size() == 1 ? 0 : score(point).value();
                }),
                GoalType.MAXIMIZE,
                new InitialGuess(START),
                new SimpleBounds(new double[3], ones),
                new CMAESOptimizer.Sigma(new double[] {0.5, 0.5, 0.5}),
                new CMAESOptimizer.PopulationSize(12),
                new MaxEval(100_000));
        List<Generation> asked = Generations.run(
                nine, new CovarianceAdaptation(nine, START), generations, CovarianceAdaptationTest::score);
        List<List<Double>> points = asked.stream()
                .flatMap(generation -> generation.members().stream())
                .map(Member::point)
                .toList();
        assertThat(points)
                .isEqualTo(seen.stream()
                        .skip(1)
                        .map(point -> Arrays.stream(point).boxed().toList())
                        .toList());
    }

    @Test
    void aSimpleScoreIsClimbedWithinTheBounds() {
        List<Generation> history = Generations.run(
                settings, new CovarianceAdaptation(settings, START), 40, CovarianceAdaptationTest::score);
        List<Double> best = history.get(history.size() - 1).best().point();
        assertThat(best.get(0)).isCloseTo(0.8, within(0.01));
        assertThat(best.get(1)).isCloseTo(0.1, within(0.01));
        assertThat(best.get(2)).isCloseTo(0, within(0.01));
        assertThat(history)
                .allSatisfy(generation -> assertThat(generation.members())
                        .allSatisfy(member -> assertThat(member.point())
                                .allSatisfy(number -> assertThat(number).isBetween(0.0, 1.0))));
    }

    @Test
    void scoresThatAreAllAlikeEndTheSearch() {
        List<Generation> history =
                Generations.run(settings, new CovarianceAdaptation(settings, START), 200, point -> Score.of(1, -2));
        assertThat(history.size()).isBetween(1, 199);
    }

    @Test
    void manyNumbersAreAdaptedEachForItself() {
        double[] start = new double[84];
        Arrays.fill(start, 1.0 / 3);
        List<Generation> history = Generations.run(
                settings,
                new CovarianceAdaptation(settings, start),
                30,
                point -> Score.of(
                        1, -Arrays.stream(point).map(x -> (x - 0.9) * (x - 0.9)).sum()));
        assertThat(history.get(history.size() - 1).best().score().logLikelihood())
                .isGreaterThan(history.get(0).best().score().logLikelihood());
    }
}
