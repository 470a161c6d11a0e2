package org.t2workbench.app.workbench;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A strategy with what it takes besides the prompt. What a strategy does not look at has one fixed value, so that equal
 * settings are the same question.
 *
 * @param reading of the first pass
 * @param mixture the file of {@link Strategy#FEW_SHOT}
 */
public record StrategySetting(
        Strategy strategy, Reading reading, @Nullable Path mixture) {

    public static final StrategySetting MANUAL = new StrategySetting(Strategy.MANUAL, Reading.GENERATE, null);

    public StrategySetting {
        reading = strategy.dispatches() ? reading : Reading.GENERATE;
        mixture = strategy == Strategy.FEW_SHOT ? mixture : null;
    }
}
