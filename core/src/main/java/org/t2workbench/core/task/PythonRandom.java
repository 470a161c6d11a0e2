package org.t2workbench.core.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Python's {@code random.Random(seed)}, number for number, so that splits and guesses of the reference code can be
 * repeated: the Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998), seeded from the one 32-bit word of a small
 * seed. For one thread at a time.
 */
final class PythonRandom {

    private static final int N = 624;
    private static final int M = 397;

    private final int[] state = new int[N];
    private int position = N;

    /** @param seed as given to {@code random.seed}, not negative */
    PythonRandom(int seed) {
        if (seed < 0) {
            throw new IllegalArgumentException("The seed is not negative, got " + seed + ".");
        }
        state[0] = 19650218;
        for (int i = 1; i < N; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
        // init_by_array with a key of one word, so the key's index is always 0
        int at = 1;
        for (int k = 0; k < N; k++) {
            state[at] = (state[at] ^ ((state[at - 1] ^ (state[at - 1] >>> 30)) * 1664525)) + seed;
            at = next(at);
        }
        for (int k = 0; k < N - 1; k++) {
            state[at] = (state[at] ^ ((state[at - 1] ^ (state[at - 1] >>> 30)) * 1566083941)) - at;
            at = next(at);
        }
        state[0] = 0x80000000;
    }

    private int next(int at) {
        if (at + 1 < N) {
            return at + 1;
        }
        state[0] = state[N - 1];
        return 1;
    }

    private int nextInt() {
        if (position == N) {
            twist();
        }
        int value = state[position++];
        value ^= value >>> 11;
        value ^= (value << 7) & 0x9d2c5680;
        value ^= (value << 15) & 0xefc60000;
        return value ^ (value >>> 18);
    }

    private void twist() {
        for (int i = 0; i < N; i++) {
            int mixed = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7fffffff);
            state[i] = state[(i + M) % N] ^ (mixed >>> 1) ^ ((mixed & 1) == 0 ? 0 : 0x9908b0df);
        }
        position = 0;
    }

    /** {@code randrange(bound)}: so many random bits as the bound has, until they fall below it. */
    int below(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("Nothing to choose from.");
        }
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(bound);
        long candidate;
        do {
            candidate = Integer.toUnsignedLong(nextInt()) >>> (Integer.SIZE - bits);
        } while (candidate >= bound);
        return (int) candidate;
    }

    /** {@code shuffle}, of a copy. */
    <T> List<T> shuffled(List<T> elements) {
        List<T> shuffled = new ArrayList<>(elements);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, below(i + 1));
        }
        return shuffled;
    }
}
