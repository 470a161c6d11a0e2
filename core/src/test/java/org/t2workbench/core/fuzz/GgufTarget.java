package org.t2workbench.core.fuzz;

import java.io.IOException;
import org.t2workbench.core.checkpoint.gguf.GgufProbe;

/** What a fuzzer calls with any bytes. */
public final class GgufTarget {

    private GgufTarget() {}

    private static final FuzzFolder FOLDER = FuzzFolder.of("model.gguf");

    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        FOLDER.read(bytes, file -> GgufProbe.read(bytes, file));
    }
}
