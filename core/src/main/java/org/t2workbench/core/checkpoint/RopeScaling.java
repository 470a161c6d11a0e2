package org.t2workbench.core.checkpoint;

/**
 * The {@code llama3} stretching of rotary positions: frequencies whose wavelength is above
 * {@code originalContext / lowFrequencyFactor} are divided by {@code factor}, those below
 * {@code originalContext / highFrequencyFactor} stay, between them it blends.
 */
public record RopeScaling(double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalContext) {}
