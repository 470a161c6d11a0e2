package org.t2workbench.core.fuzz;

import org.t2workbench.core.checkpoint.TorchFuzz;

/** What a fuzzer calls with any bytes. */
public final class PickleTarget {

    private PickleTarget() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        TorchFuzz.pickle(bytes);
    }
}
