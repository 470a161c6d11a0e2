package org.t2workbench.core.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.t2workbench.core.job.InvalidInputException;

/**
 * Changes of settings that are tried one after the other, the best of which is picked on validation. Immutable.
 *
 * @param tries what each changes, by the options' keys
 */
public record TrainingGrid(List<Map<String, String>> tries) {

    /** The paper's four KL coefficients. */
    public static final List<Double> PAPER_COEFFICIENTS = List.of(0.0, 0.1, 0.2, 0.3);

    /** @throws InvalidInputException when there is nothing to try */
    public TrainingGrid {
        tries = tries.stream().map(Map::copyOf).toList();
        if (tries.isEmpty()) {
            throw new InvalidInputException("A grid needs at least one try.");
        }
    }

    /** Every coefficient with every learning rate. */
    public static TrainingGrid product(List<Double> coefficients, List<Double> learningRates) {
        List<Map<String, String>> tries = new ArrayList<>();
        for (double coefficient : coefficients) {
            for (double rate : learningRates) {
                tries.add(Map.of(
                        TrainingOptions.KL_COEFFICIENT,
                        Double.toString(coefficient),
                        TrainingOptions.LEARNING_RATE,
                        Double.toString(rate)));
            }
        }
        return new TrainingGrid(tries);
    }

    public int size() {
        return tries.size();
    }
}
