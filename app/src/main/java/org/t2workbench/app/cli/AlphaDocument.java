package org.t2workbench.app.cli;

import org.t2workbench.core.svf.Alpha;

/** α as JSON documents and lines of text show it. */
final class AlphaDocument {

    private AlphaDocument() {}

    /** A number, a list with one per layer, or an object with one per matrix, as in mixture files. */
    static Object of(Alpha alpha) {
        if (alpha instanceof Alpha.Everywhere everywhere) {
            return everywhere.value();
        }
        if (alpha instanceof Alpha.PerLayer layers) {
            return layers.values();
        }
        return ((Alpha.PerMatrix) alpha).values();
    }
}
