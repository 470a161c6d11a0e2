package org.t2workbench.core.text.jinja;

import java.util.List;

/** A place in a list of tokens, shared by the parsers of statements and of expressions. */
final class TokenCursor {

    /** Nesting of brackets and blocks; real templates stay below ten. */
    private static final int MAX_DEPTH = 60;

    private final List<Token> tokens;
    private int index;
    private int depth;

    TokenCursor(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(index);
    }

    Token peekSecond() {
        return tokens.get(Math.min(index + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = tokens.get(index);
        if (token.kind() != Token.Kind.END) {
            index++;
        }
        return token;
    }

    boolean skipOperator(String operator) {
        boolean found = peek().isOperator(operator);
        if (found) {
            index++;
        }
        return found;
    }

    boolean skipName(String name) {
        boolean found = peek().isName(name);
        if (found) {
            index++;
        }
        return found;
    }

    void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw unexpected("'" + operator + "'");
        }
    }

    void expectName(String name) {
        if (!skipName(name)) {
            throw unexpected("'" + name + "'");
        }
    }

    Token expect(Token.Kind kind, String what) {
        if (peek().kind() != kind) {
            throw unexpected(what);
        }
        return next();
    }

    /** Called at the start of what may nest; {@link #leave} at its end. */
    void enter() {
        if (++depth > MAX_DEPTH) {
            throw new JinjaException(peek().line(), "it is nested too deeply");
        }
    }

    void leave() {
        depth--;
    }

    JinjaException unexpected(String expected) {
        return new JinjaException(peek().line(), expected + " is expected instead of " + peek().shown());
    }
}
