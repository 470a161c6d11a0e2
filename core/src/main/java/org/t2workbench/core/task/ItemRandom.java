package org.t2workbench.core.task;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The random numbers that items are made of: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), written out here so that
 * a seed means the same items in every version of Java. For one thread at a time.
 */
final class ItemRandom {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    ItemRandom(long seed) {
        this.state = seed;
    }

    /** A stream of its own for a purpose: streams of different purposes or seeds have nothing in common. */
    static ItemRandom of(String purpose, long seed) {
        return new ItemRandom(
                ByteBuffer.wrap(Split.sha256(purpose + "\n" + seed)).getLong());
    }

    private long nextLong() {
        state += GOLDEN_GAMMA;
        long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** Uniform from 0 to below the bound, without the bias of a bare remainder. */
    int below(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("Nothing to choose from.");
        }
        long limit = Long.MAX_VALUE - Long.MAX_VALUE % bound;
        long candidate = nextLong() >>> 1;
        while (candidate >= limit) {
            candidate = nextLong() >>> 1;
        }
        return (int) (candidate % bound);
    }

    /** Uniform from the first to the last, both included. */
    int between(int first, int last) {
        return first + below(last - first + 1);
    }

    /** Uniform in [0, 1), in steps of 2⁻⁵³. */
    double fraction() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** True with the given probability. */
    boolean chance(double probability) {
        return fraction() < probability;
    }

    <T> T choose(List<T> options) {
        return options.get(below(options.size()));
    }

    /** So many different elements, in random order. */
    <T> List<T> sample(List<T> options, int count) {
        List<T> shuffled = new ArrayList<>(options);
        for (int i = 0; i < count; i++) {
            Collections.swap(shuffled, i, between(i, shuffled.size() - 1));
        }
        return List.copyOf(shuffled.subList(0, count));
    }

    <T> List<T> shuffled(List<T> elements) {
        return sample(elements, elements.size());
    }
}
