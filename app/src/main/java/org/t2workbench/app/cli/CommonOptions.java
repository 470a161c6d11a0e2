package org.t2workbench.app.cli;

import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import picocli.CommandLine.Option;

/** What every command takes. */
final class CommonOptions {

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            defaultValue = "f32",
            description = "numbers to compute in: f32 or bf16 (default: ${DEFAULT-VALUE})")
    String dtype = "f32";

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "cpu",
            description = "cpu, or gpu where its natives are installed (default: ${DEFAULT-VALUE})")
    String device = "cpu";

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "threads of one tensor operation; 0 is one per processor (default: ${DEFAULT-VALUE})")
    int threads;

    @Option(names = "--json", description = "print one JSON document on standard output and nothing else")
    boolean json;

    Dtype parsedDtype() {
        return Dtype.parse(dtype);
    }

    ComputeEngine startEngine() {
        return ComputeEngine.start(threads, device);
    }
}
