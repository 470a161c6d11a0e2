package org.t2workbench.core.adaptation.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrossEntropyTest {

    private static final double[] START = {1.0 / 3, 1.0 / 3, 1.0 / 3};

    /** Of a mean and a deviation estimated from 9999 draws. */
    private static final double SAMPLING = 0.005;

    private final SearchSettings paper = SearchSettings.paper();

    private static List<double[]> ask(SearchSettings settings, double[] start, List<Generation> past) {
        return new CrossEntropy(settings, start).ask(past).orElseThrow();
    }

    private static double mean(List<double[]> points, int skip) {
        return points.stream()
                .skip(skip)
                .mapToDouble(point -> point[0])
                .average()
                .orElseThrow();
    }

    private static double deviation(List<double[]> points, int skip) {
        double mean = mean(points, skip);
        return Math.sqrt(points.stream()
                .skip(skip)
                .mapToDouble(point -> (point[0] - mean) * (point[0] - mean))
                .average()
                .orElseThrow());
    }

    @Test
    void thePapersPresetKeepsSixElitesOfThirtyTwo() {
        assertThat(paper.elites()).isEqualTo(6);
        assertThat(ask(paper, START, List.of())).hasSize(32);
    }

    @Test
    void theFirstGenerationIsWideAndClippedToTheUnitInterval() {
        SearchSettings many = paper.withPopulation(9999, 0.2);
        List<double[]> points = ask(many, START, List.of());
        double zeros = points.stream().filter(point -> point[0] == 0).count() / 9999.0;
        double ones = points.stream().filter(point -> point[0] == 1).count() / 9999.0;
        // Φ(−(1/3) / 0.5) and 1 − Φ((1 − 1/3) / 0.5)
        assertThat(zeros).isCloseTo(0.2525, within(0.015));
        assertThat(ones).isCloseTo(0.0912, within(0.01));
        assertThat(points).allSatisfy(point -> assertThat(point[2]).isBetween(0.0, 1.0));
    }

    @Test
    void theNextGenerationHasTheMeanAndTheUnbiasedDeviationOfTheElites() {
        SearchSettings two = paper.withPopulation(10, 0.2);
        List<double[]> points = new ArrayList<>(List.of(new double[] {0.45}, new double[] {0.55}));
        while (points.size() < 10) {
            points.add(new double[] {0.01});
        }
        Generation past = Generations.of(two, List.of(), points, point -> Score.of(point[0] > 0.4 ? 5 : 1, -1));
        List<double[]> next = ask(two.withPopulation(9999, 0.2), new double[] {0.5}, List.of(past));
        assertThat(mean(next, 1)).isCloseTo(0.5, within(SAMPLING));
        // √(2 · 0.05² / (2 − 1)); divided by 2 it would be 0.05
        assertThat(deviation(next, 1)).isCloseTo(0.0707, within(SAMPLING));
    }

    @Test
    void elitesWithAsManyRightAnswersAreChosenByTheirLikelihood() {
        SearchSettings two = paper.withPopulation(10, 0.2);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            points.add(new double[] {i / 10.0});
        }
        Generation generation = Generations.of(two, List.of(), points, point -> Score.of(4, -Math.abs(point[0] - 0.7)));
        assertThat(generation.elites().get(0)).isEqualTo(7);
        assertThat(generation.elites().get(1)).isIn(6, 8);
    }

    @Test
    void theBestSoFarIsTheFirstMemberAndIsNeverLost() {
        // worse the later: only what is kept can stay the best
        int[] asked = {0};
        List<Generation> history = Generations.run(
                paper, new CrossEntropy(paper, START), 6, point -> Score.of(0, asked[0]++ == 3 ? 0 : -1));
        List<Generation> kept = Generations.run(
                paper, new CrossEntropy(paper, START), 6, point -> Score.of(point[0] > 0.9 ? 9 : 1, -point[1]));
        assertThat(history).hasSize(6);
        for (int g = 1; g < kept.size(); g++) {
            assertThat(kept.get(g).members().get(0).point())
                    .isEqualTo(kept.get(g - 1).best().point());
            assertThat(kept.get(g - 1).best().score().beats(kept.get(g).best().score()))
                    .isFalse();
        }
    }

    @Test
    void aSimpleScoreIsClimbedAndTheSearchSaysWhenItHasCollapsed() {
        List<Generation> history = Generations.run(
                paper,
                new CrossEntropy(paper, START),
                30,
                point -> Score.of(3, -Math.abs(point[0] - 0.8) - Math.abs(point[1] - 0.1) - point[2]));
        List<Double> best = history.get(29).best().point();
        assertThat(best.get(0)).isCloseTo(0.8, within(0.01));
        assertThat(best.get(1)).isCloseTo(0.1, within(0.01));
        assertThat(history.get(0).collapsed()).isFalse();
        assertThat(history.get(29).collapsed()).isTrue();
        assertThat(SearchHistory.warning(history.get(29))).isPresent();
    }

    @Test
    void membersThatAreAllEqualStayAsTheyAre() {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            points.add(new double[] {0.25, 0.5, 0});
        }
        Generation equal = Generations.of(paper, List.of(), points, point -> Score.of(2, -1));
        assertThat(ask(paper, START, List.of(equal)))
                .allSatisfy(point -> assertThat(point).containsExactly(0.25, 0.5, 0));
    }

    @Test
    void whatCannotBeMadeTeachesNothing() {
        List<double[]> points = ask(paper, START, List.of());
        Generation refused = Generations.of(paper, List.of(), points, point -> Score.REFUSED);
        List<double[]> next = ask(paper.withPopulation(9999, 0.2), START, List.of(refused));
        assertThat(deviation(next, 1)).isGreaterThan(0.3);
        assertThat(SearchHistory.warning(refused))
                .hasValueSatisfying(text -> assertThat(text).contains("all α are 0"));
    }

    @Test
    void theSameSeedGivesTheSamePointsAndAnotherGivesOthers() {
        assertThat(ask(paper, START, List.of()).get(5))
                .isEqualTo(ask(paper, START, List.of()).get(5));
        assertThat(ask(paper.withSeed(2), START, List.of()).get(5))
                .isNotEqualTo(ask(paper, START, List.of()).get(5));
    }
}
