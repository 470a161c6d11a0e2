package org.t2workbench.core.adaptation.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.SimpleBounds;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.CMAESOptimizer;
import org.hipparchus.random.Well19937c;
import org.t2workbench.core.training.Seeds;

/**
 * CMA-ES of Hipparchus, asked a generation at a time. The library calls for one value after another and has no state that
 * could be kept, but what it does follows from its seed and those values alone: so it is run from its start, told the
 * scores of all past generations, and stopped once it has named every point of the next. That costs no model any time,
 * and members can be answered together.
 */
final class CovarianceAdaptation implements Optimiser {

    /** More numbers than this are each adapted for itself: a full covariance would take longer than the answers. */
    private static final int MOST_FOR_COVARIANCE = 50;

    private final SearchSettings settings;
    private final double[] start;

    /** @param start mean of the first generation */
    CovarianceAdaptation(SearchSettings settings, double[] start) {
        this.settings = settings;
        this.start = start.clone();
    }

    @Override
    public Optional<List<double[]>> ask(List<Generation> past) {
        Replay replay = new Replay(past, settings.population());
        int diagonalOnly = start.length > MOST_FOR_COVARIANCE ? 1 : 0;
        Well19937c random = new Well19937c(Seeds.derive(settings.seed(), 0));
        CMAESOptimizer optimiser =
                new CMAESOptimizer(settings.generations(), 0, true, diagonalOnly, 0, random, false, null);
        double[] ones = new double[start.length];
        Arrays.fill(ones, 1);
        double[] deviations = new double[start.length];
        Arrays.fill(deviations, Math.min(1, settings.startDeviation()));
        try {
            optimiser.optimize(
                    new ObjectiveFunction(replay::value),
                    GoalType.MAXIMIZE,
                    new InitialGuess(start),
                    new SimpleBounds(new double[start.length], ones),
                    new CMAESOptimizer.Sigma(deviations),
                    new CMAESOptimizer.PopulationSize(settings.population()),
                    new MaxEval(Integer.MAX_VALUE));
        } catch (AskedException e) {
            return Optional.of(replay.asked);
        }
        // it ended by one of its own rules: all scores alike, or steps too small to matter
        return Optional.empty();
    }

    /** Tells the scores that are known, and notes the points of which none is. */
    private static final class Replay {

        private final List<Generation> past;
        private final int population;
        private final List<double[]> asked = new ArrayList<>();
        private int calls;

        Replay(List<Generation> past, int population) {
            this.past = past;
            this.population = population;
        }

        double value(double[] point) {
            // the first call is for the start itself, which only serves the rules of ending
            int place = calls++ - 1;
            if (place < 0) {
                return 0;
            }
            if (place / population < past.size()) {
                return past.get(place / population)
                        .members()
                        .get(place % population)
                        .score()
                        .value();
            }
            asked.add(point.clone());
            if (asked.size() == population) {
                throw new AskedException();
            }
            return 0;
        }
    }

    /** All points are named. */
    private static final class AskedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AskedException() {
            super("asked", null, false, false);
        }
    }
}
