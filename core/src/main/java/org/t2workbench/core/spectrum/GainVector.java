package org.t2workbench.core.spectrum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The gains of one matrix, to be looked at: one by one, or in bins where there are more than a picture is wide. Immutable. */
public final class GainVector {

    private final float[] gains;

    private GainVector(float[] gains) {
        this.gains = gains;
    }

    /**
     * The gains of one matrix.
     *
     * @param gains g, (r); copied
     */
    public static GainVector of(float[] gains) {
        return new GainVector(gains.clone());
    }

    /**
     * Consecutive components that are drawn as one.
     *
     * @param first component, from 0
     * @param last component, included
     * @param component the one of them whose gain is furthest from 1, the first of several
     * @param gain of that component: a bin that holds one changed component among many unchanged ones shows it
     */
    public record Bin(int first, int last, int component, float gain) {}

    public int size() {
        return gains.length;
    }

    public float at(int component) {
        return gains[component];
    }

    /** max |g − 1|. */
    public double largestChange() {
        double largest = 0;
        for (float gain : gains) {
            largest = Math.max(largest, Math.abs(gain - 1.0));
        }
        return largest;
    }

    /**
     * The components of a range in at most so many bins of as equal a size as can be; each component its own bin where
     * there is room.
     *
     * @param from the first component
     * @param to one after the last; what the matrix does not have is left out
     * @param most at least 1
     */
    public List<Bin> bins(int from, int to, int most) {
        int start = Math.max(0, from);
        int end = Math.min(gains.length, to);
        int count = Math.min(Math.max(0, end - start), most);
        List<Bin> bins = new ArrayList<>(count);
        for (int bin = 0; bin < count; bin++) {
            int first = start + (int) ((long) (end - start) * bin / count);
            int last = start + (int) ((long) (end - start) * (bin + 1) / count) - 1;
            int furthest = first;
            for (int i = first + 1; i <= last; i++) {
                if (Math.abs(gains[i] - 1.0) > Math.abs(gains[furthest] - 1.0)) {
                    furthest = i;
                }
            }
            bins.add(new Bin(first, last, furthest, gains[furthest]));
        }
        return bins;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GainVector vector && Arrays.equals(gains, vector.gains);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(gains);
    }
}
