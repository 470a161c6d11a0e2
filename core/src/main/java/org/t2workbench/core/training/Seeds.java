package org.t2workbench.core.training;

/** Seeds for the parts of a run, so that any part can be made again alone. */
public final class Seeds {

    private Seeds() {}

    /** A seed that has nothing in common with those of other places: one step of SplitMix64. */
    public static long derive(long seed, long place) {
        long mixed = seed + (place + 1) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
