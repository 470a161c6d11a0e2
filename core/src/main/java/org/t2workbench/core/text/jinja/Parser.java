package org.t2workbench.core.text.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Statements of a template. */
final class Parser {

    private final TokenCursor cursor;
    private final ExpressionParser expressions;
    private int loops;

    private Parser(List<Token> tokens) {
        this.cursor = new TokenCursor(tokens);
        this.expressions = new ExpressionParser(cursor);
    }

    static List<Statement> parse(String source) {
        var parser = new Parser(Lexer.tokens(source));
        List<Statement> statements = parser.body(Set.of());
        parser.cursor.expect(Token.Kind.END, "the end of the template");
        return statements;
    }

    /** Up to a block that begins with one of these names, whose begin is taken and whose name stays. */
    private List<Statement> body(Set<String> ends) {
        cursor.enter();
        List<Statement> statements = new ArrayList<>();
        while (cursor.peek().kind() != Token.Kind.END) {
            Token token = cursor.next();
            switch (token.kind()) {
                case TEXT -> statements.add(new Statement.Text(token.text()));
                case OUTPUT_BEGIN -> {
                    statements.add(new Statement.Output(expressions.expressions()));
                    cursor.expect(Token.Kind.OUTPUT_END, "'}}'");
                }
                default -> {
                    if (cursor.peek().kind() == Token.Kind.NAME
                            && ends.contains(cursor.peek().text())) {
                        cursor.leave();
                        return statements;
                    }
                    statements.add(statement());
                }
            }
        }
        if (!ends.isEmpty()) {
            throw cursor.unexpected(
                    "'" + String.join("' or '", ends.stream().sorted().toList()) + "'");
        }
        cursor.leave();
        return statements;
    }

    private Statement statement() {
        Token keyword = cursor.expect(Token.Kind.NAME, "a statement");
        return switch (keyword.text()) {
            case "if" -> branches();
            case "for" -> loop(keyword.line());
            case "set" -> set(keyword.line());
            case "macro" -> macro();
            case "generation" -> {
                endOfBlock();
                Statement marked = new Statement.Marked(body(Set.of("endgeneration")));
                cursor.next();
                endOfBlock();
                yield marked;
            }
            case "break", "continue" -> {
                if (loops == 0) {
                    throw new JinjaException(keyword.line(), keyword.text() + " stands outside of a loop");
                }
                endOfBlock();
                yield keyword.text().equals("break") ? new Statement.Break() : new Statement.Continue();
            }
            default ->
                throw new JinjaException(keyword.line(), "the statement '" + keyword.text() + "' is not known here");
        };
    }

    private Statement branches() {
        List<Statement.Branch> branches = new ArrayList<>();
        List<Statement> otherwise = List.of();
        String keyword = "if";
        while (!keyword.equals("endif")) {
            if (keyword.equals("else")) {
                endOfBlock();
                otherwise = body(Set.of("endif"));
            } else {
                Expression condition = expressions.expression();
                endOfBlock();
                branches.add(new Statement.Branch(condition, body(Set.of("elif", "else", "endif"))));
            }
            keyword = cursor.next().text();
        }
        endOfBlock();
        return new Statement.If(branches, otherwise);
    }

    private Statement loop(int line) {
        List<String> targets = new ArrayList<>();
        boolean bracket = cursor.skipOperator("(");
        do {
            targets.add(cursor.expect(Token.Kind.NAME, "a loop variable").text());
        } while (cursor.skipOperator(","));
        if (bracket) {
            cursor.expectOperator(")");
        }
        cursor.expectName("in");
        Expression iterable = expressions.iterable();
        Expression condition = cursor.skipName("if") ? expressions.expression() : null;
        endOfBlock();
        loops++;
        List<Statement> body = body(Set.of("else", "endfor"));
        loops--;
        List<Statement> otherwise = List.of();
        if (cursor.next().text().equals("else")) {
            endOfBlock();
            otherwise = body(Set.of("endfor"));
            cursor.next();
        }
        endOfBlock();
        return new Statement.For(targets, iterable, condition, body, otherwise, line);
    }

    private Statement set(int line) {
        List<Statement.Target> targets = new ArrayList<>();
        do {
            String name = cursor.expect(Token.Kind.NAME, "a variable").text();
            String attribute = cursor.skipOperator(".")
                    ? cursor.expect(Token.Kind.NAME, "an attribute").text()
                    : null;
            targets.add(new Statement.Target(name, attribute));
        } while (cursor.skipOperator(","));
        if (cursor.skipOperator("=")) {
            Expression value = expressions.expressions();
            endOfBlock();
            return new Statement.SetValue(targets, value, line);
        }
        if (targets.size() > 1) {
            throw cursor.unexpected("'='");
        }
        endOfBlock();
        List<Statement> body = body(Set.of("endset"));
        cursor.next();
        endOfBlock();
        return new Statement.SetBody(targets.get(0), body, line);
    }

    private Statement macro() {
        String name = cursor.expect(Token.Kind.NAME, "a macro's name").text();
        Map<String, @Nullable Expression> parameters = new LinkedHashMap<>();
        cursor.expectOperator("(");
        while (!cursor.skipOperator(")")) {
            String parameter = cursor.expect(Token.Kind.NAME, "a parameter").text();
            parameters.put(parameter, cursor.skipOperator("=") ? expressions.expression() : null);
            if (!cursor.peek().isOperator(")")) {
                cursor.expectOperator(",");
            }
        }
        endOfBlock();
        // a loop around the macro's definition is not a loop around its body
        int outerLoops = loops;
        loops = 0;
        List<Statement> body = body(Set.of("endmacro"));
        loops = outerLoops;
        cursor.next();
        cursor.skipName(name);
        endOfBlock();
        return new Statement.Macro(name, parameters, body);
    }

    private void endOfBlock() {
        cursor.expect(Token.Kind.BLOCK_END, "'%}'");
    }
}
