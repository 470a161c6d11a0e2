package org.t2workbench.core.statistics;

import java.util.OptionalDouble;

/**
 * Mean and spread of one figure over several seeds.
 *
 * @param count how many values, at least 1
 * @param mean arithmetic mean
 * @param standardDeviation sample standard deviation (divided by count − 1); empty for a single value, which says
 *     nothing about spread
 * @param lowest smallest value
 * @param highest largest value
 */
public record Spread(int count, double mean, OptionalDouble standardDeviation, double lowest, double highest) {

    /** @param values at least one finite number, one per seed */
    public static Spread of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("A spread needs at least one value.");
        }
        double sum = 0;
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("A spread needs finite values, got " + value + ".");
            }
            sum += value;
            lowest = Math.min(lowest, value);
            highest = Math.max(highest, value);
        }
        double mean = sum / values.length;
        if (values.length == 1) {
            return new Spread(1, mean, OptionalDouble.empty(), lowest, highest);
        }
        // Two passes: the textbook Σx² − n·mean² cancels when the spread is small against the mean.
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double deviation = Math.sqrt(squares / (values.length - 1));
        return new Spread(values.length, mean, OptionalDouble.of(deviation), lowest, highest);
    }

    /** Highest minus lowest value. */
    public double range() {
        return highest - lowest;
    }
}
