package org.t2workbench.app.engine;

import java.util.List;
import org.t2workbench.app.workbench.AnswerToken;
import org.t2workbench.app.workbench.SideToken;
import org.t2workbench.app.workbench.TokenProbability;
import org.t2workbench.core.adaptation.Side;
import org.t2workbench.core.model.GeneratedToken;
import org.t2workbench.core.text.Tokenizer;

/** Tokens of the engine as the window shows them. Compute thread only. */
final class Words {

    private final Tokenizer tokenizer;

    Words(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    String piece(int id) {
        return tokenizer.piece(id);
    }

    /** A token whose text is not certain yet, or that has none, is shown as its piece. */
    AnswerToken token(GeneratedToken token) {
        String text = token.text().isEmpty() ? tokenizer.piece(token.id()) : token.text();
        return new AnswerToken(token.id(), text, Math.exp(token.logProbability()));
    }

    SideToken token(Side side, GeneratedToken token) {
        return new SideToken(
                side == Side.BASE
                        ? org.t2workbench.app.workbench.Side.BASE
                        : org.t2workbench.app.workbench.Side.ADAPTED,
                token(token));
    }

    List<TokenProbability> of(List<org.t2workbench.core.model.TokenProbability> tokens) {
        return tokens.stream()
                .map(token -> new TokenProbability(token.id(), piece(token.id()), token.probability()))
                .toList();
    }
}
