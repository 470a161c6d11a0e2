package org.t2workbench.app.engine;

import java.util.ArrayList;
import java.util.List;
import org.t2workbench.core.kernel.Dtype;

/**
 * What the engine computes with.
 *
 * @param threads of one tensor operation; 0 for one per processor
 * @param device {@code cpu} or {@code gpu}
 */
public record EngineSettings(Dtype dtype, int threads, String device) {

    /** One processor is left to the window: threads that wait for each other at every token must not wait for it. */
    public static final EngineSettings DEFAULT =
            new EngineSettings(Dtype.F32, Math.max(1, Runtime.getRuntime().availableProcessors() - 1), "cpu");

    /** The same as options of the command line. */
    public List<String> arguments() {
        List<String> arguments =
                new ArrayList<>(List.of("--dtype", dtype.label(), "--threads", Integer.toString(threads)));
        if (!device.equals("cpu")) {
            arguments.addAll(List.of("--device", device));
        }
        return arguments;
    }
}
