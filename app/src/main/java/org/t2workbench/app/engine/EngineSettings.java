package org.t2workbench.app.engine;

import org.t2workbench.core.kernel.Dtype;

/**
 * What the engine computes with.
 *
 * @param threads of one tensor operation; 0 for one per processor
 * @param device {@code cpu} or {@code gpu}
 */
public record EngineSettings(Dtype dtype, int threads, String device) {

    public static final EngineSettings DEFAULT = new EngineSettings(Dtype.F32, 0, "cpu");
}
