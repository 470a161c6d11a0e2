package org.t2workbench.core.adaptation.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.t2workbench.core.training.Seeds;

/**
 * The cross-entropy method as the paper runs it: members are drawn around the mean of the last elites with their unbiased
 * standard deviation, each number for itself, and clipped to [0, 1]; the first member is the best so far. Nothing keeps
 * the spread from vanishing.
 */
final class CrossEntropy implements Optimiser {

    private final SearchSettings settings;
    private final double[] start;

    /** @param start mean of the first generation */
    CrossEntropy(SearchSettings settings, double[] start) {
        this.settings = settings;
        this.start = start.clone();
    }

    @Override
    public Optional<List<double[]>> ask(List<Generation> past) {
        double[] mean = start.clone();
        double[] deviation = new double[start.length];
        Arrays.fill(deviation, settings.startDeviation());
        List<double[]> points = new ArrayList<>();
        for (Generation generation : past) {
            update(mean, deviation, generation);
        }
        if (!past.isEmpty()) {
            points.add(numbers(past.get(past.size() - 1).best().point()));
        }
        Random random = new Random(Seeds.derive(settings.seed(), past.size() + 1L));
        while (points.size() < settings.population()) {
            double[] point = new double[mean.length];
            for (int i = 0; i < point.length; i++) {
                point[i] = Math.max(0, Math.min(1, mean[i] + deviation[i] * random.nextGaussian()));
            }
            points.add(point);
        }
        return Optional.of(points);
    }

    /** A generation in which fewer than two mixtures could be made says nothing: the distribution stays. */
    private static void update(double[] mean, double[] deviation, Generation generation) {
        List<List<Double>> elites = generation.elites().stream()
                .map(generation.members()::get)
                .filter(member -> !member.score().refused())
                .map(Member::point)
                .toList();
        if (elites.size() < 2) {
            return;
        }
        for (int i = 0; i < mean.length; i++) {
            double sum = 0;
            for (List<Double> elite : elites) {
                sum += elite.get(i);
            }
            double centre = sum / elites.size();
            double squares = 0;
            for (List<Double> elite : elites) {
                squares += (elite.get(i) - centre) * (elite.get(i) - centre);
            }
            mean[i] = centre;
            deviation[i] = Math.sqrt(squares / (elites.size() - 1));
        }
    }

    static double[] numbers(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
