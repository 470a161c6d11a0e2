package org.t2workbench.app.workbench;

/** One comparison, complete: repeated, it gives the same two answers. */
public record CompareRequest(PromptText prompt, MixtureSetting mixture, GenerationSettings settings) {}
