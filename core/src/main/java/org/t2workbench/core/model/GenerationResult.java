package org.t2workbench.core.model;

import java.util.List;

/**
 * An answer.
 *
 * @param tokens a stop token included, the prompt not
 * @param text without stop tokens and stop texts
 * @param seconds from the prompt's first to the answer's last token
 */
public record GenerationResult(List<GeneratedToken> tokens, String text, FinishReason finishReason, double seconds) {

    public GenerationResult {
        tokens = List.copyOf(tokens);
    }

    /** The answer's ids. */
    public int[] ids() {
        return tokens.stream().mapToInt(GeneratedToken::id).toArray();
    }

    /** Tokens of the answer per second, the reading of the prompt included. */
    public double tokensPerSecond() {
        return seconds > 0 ? tokens.size() / seconds : 0;
    }
}
