package org.t2workbench.app.workbench;

/** How an answer is drawn; temperature 0 is greedy. */
public record GenerationSettings(double temperature, int topK, double topP, long seed, int maxTokens) {

    public static final GenerationSettings DEFAULT = new GenerationSettings(0, 0, 1, 7, 96);

    public boolean isGreedy() {
        return temperature == 0;
    }
}
