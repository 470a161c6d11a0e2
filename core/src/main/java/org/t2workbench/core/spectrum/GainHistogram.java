package org.t2workbench.core.spectrum;

import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;

/**
 * How often which gain occurs. The bins lie evenly from 1 − {@code reach} to 1 + {@code reach}, an odd number of them, so
 * that the middle one is of gains around 1.
 *
 * @param reach largest |g − 1|; 0 where nothing is changed, and then there are no bins
 * @param counts from the smallest gains to the largest
 * @param mean of all gains; NaN where there are none
 * @param deviation their standard deviation
 */
public record GainHistogram(double reach, List<Long> counts, double mean, double deviation) {

    public GainHistogram {
        counts = List.copyOf(counts);
    }

    /**
     * Counts all gains.
     *
     * @param bins odd
     */
    public static GainHistogram of(Collection<GainVector> vectors, int bins) {
        if (bins % 2 == 0) {
            throw new IllegalArgumentException(bins + " bins have no middle one");
        }
        double reach =
                vectors.stream().mapToDouble(GainVector::largestChange).max().orElse(0);
        long[] counts = new long[bins];
        double sum = 0;
        double squares = 0;
        long all = 0;
        for (GainVector vector : vectors) {
            for (int i = 0; i < vector.size(); i++) {
                double offset = vector.at(i) - 1.0;
                sum += offset;
                squares += offset * offset;
                all++;
                if (reach > 0) {
                    counts[(int) Math.min(bins - 1, Math.floor((offset + reach) / (2 * reach) * bins))]++;
                }
            }
        }
        double mean = sum / all;
        return new GainHistogram(
                reach,
                reach > 0 ? LongStream.of(counts).boxed().toList() : List.of(),
                1 + mean,
                Math.sqrt(Math.max(0, squares / all - mean * mean)));
    }

    /** The gain where a bin begins; that of the number of bins is where the last one ends. */
    public double edge(int bin) {
        return 1 - reach + 2 * reach * bin / counts.size();
    }
}
