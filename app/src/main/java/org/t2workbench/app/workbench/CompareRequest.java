package org.t2workbench.app.workbench;

/**
 * All that two answers follow from.
 *
 * @param mixture of the sliders; neutral where another strategy chooses
 */
public record CompareRequest(
        PromptText prompt, MixtureSetting mixture, GenerationSettings settings, StrategySetting strategy) {

    /** Under the sliders. */
    public CompareRequest(PromptText prompt, MixtureSetting mixture, GenerationSettings settings) {
        this(prompt, mixture, settings, StrategySetting.MANUAL);
    }
}
