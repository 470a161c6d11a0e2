package org.t2workbench.app.workbench;

import java.util.List;
import java.util.stream.Collectors;

/** One whole answer. */
public record Answer(List<AnswerToken> tokens, String finishReason, double seconds) {

    public static final Answer EMPTY = new Answer(List.of(), "", 0);

    public Answer {
        tokens = List.copyOf(tokens);
    }

    public String text() {
        return tokens.stream().map(AnswerToken::text).collect(Collectors.joining());
    }

    public double tokensPerSecond() {
        return seconds <= 0 ? 0 : tokens.size() / seconds;
    }
}
