package org.t2workbench.core.text.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Expressions, with the precedences of Jinja. */
final class ExpressionParser {

    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> AFTER_TEST_WITHOUT_ARGUMENT = Set.of("else", "or", "and", "is", "if", "not", "in");

    private final TokenCursor cursor;

    ExpressionParser(TokenCursor cursor) {
        this.cursor = cursor;
    }

    Expression expression() {
        cursor.enter();
        Expression value = or();
        while (cursor.skipName("if")) {
            Expression condition = or();
            Expression otherwise = cursor.skipName("else") ? expression() : null;
            value = new Expression.Choice(condition, value, otherwise);
        }
        cursor.leave();
        return value;
    }

    /** Without a trailing {@code if}, which belongs to the loop. */
    Expression iterable() {
        return tuple(or());
    }

    /** One expression, or several separated by commas, which make a tuple. */
    Expression expressions() {
        return tuple(expression());
    }

    private Expression tuple(Expression first) {
        if (!cursor.peek().isOperator(",")) {
            return first;
        }
        List<Expression> elements = new ArrayList<>(List.of(first));
        while (cursor.skipOperator(",") && startsExpression()) {
            elements.add(expression());
        }
        return new Expression.TupleOf(elements);
    }

    private boolean startsExpression() {
        Token token = cursor.peek();
        return switch (token.kind()) {
            case NAME, STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> Set.of("(", "[", "{", "-", "+").contains(token.text());
            default -> false;
        };
    }

    private Expression or() {
        Expression left = and();
        for (int line = line(); cursor.skipName("or"); line = line()) {
            left = new Expression.Binary("or", left, and(), line);
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        for (int line = line(); cursor.skipName("and"); line = line()) {
            left = new Expression.Binary("and", left, not(), line);
        }
        return left;
    }

    private Expression not() {
        int line = line();
        if (!cursor.skipName("not")) {
            return comparison();
        }
        cursor.enter();
        Expression operand = not();
        cursor.leave();
        return new Expression.Unary("not", operand, line);
    }

    private Expression comparison() {
        Expression first = sum();
        List<String> operators = new ArrayList<>();
        List<Expression> others = new ArrayList<>();
        int line = line();
        while (true) {
            Token token = cursor.peek();
            if (token.kind() == Token.Kind.OPERATOR && COMPARISONS.contains(token.text())) {
                operators.add(cursor.next().text());
            } else if (cursor.skipName("in")) {
                operators.add("in");
            } else if (token.isName("not") && cursor.peekSecond().isName("in")) {
                cursor.next();
                cursor.next();
                operators.add("not in");
            } else {
                return operators.isEmpty() ? first : new Expression.Comparison(first, operators, others, line);
            }
            others.add(sum());
        }
    }

    private Expression sum() {
        Expression left = concatenation();
        while (cursor.peek().isOperator("+") || cursor.peek().isOperator("-")) {
            Token operator = cursor.next();
            left = new Expression.Binary(operator.text(), left, concatenation(), operator.line());
        }
        return left;
    }

    private Expression concatenation() {
        Expression left = product();
        while (cursor.peek().isOperator("~")) {
            int line = cursor.next().line();
            left = new Expression.Binary("~", left, product(), line);
        }
        return left;
    }

    private Expression product() {
        Expression left = power();
        while (cursor.peek().kind() == Token.Kind.OPERATOR
                && Set.of("*", "/", "//", "%").contains(cursor.peek().text())) {
            Token operator = cursor.next();
            left = new Expression.Binary(operator.text(), left, power(), operator.line());
        }
        return left;
    }

    private Expression power() {
        Expression left = unary(true);
        while (cursor.peek().isOperator("**")) {
            int line = cursor.next().line();
            left = new Expression.Binary("**", left, unary(true), line);
        }
        return left;
    }

    private Expression unary(boolean withFilters) {
        Token token = cursor.peek();
        Expression value;
        if (token.isOperator("-") || token.isOperator("+")) {
            cursor.next();
            cursor.enter();
            value = new Expression.Unary(token.text(), unary(false), token.line());
            cursor.leave();
        } else {
            value = postfix(primary());
        }
        return withFilters ? filters(value) : value;
    }

    private Expression primary() {
        Token token = cursor.next();
        return switch (token.kind()) {
            case NAME -> named(token);
            case STRING -> {
                StringBuilder text = new StringBuilder(token.text());
                while (cursor.peek().kind() == Token.Kind.STRING) {
                    text.append(cursor.next().text());
                }
                yield new Expression.Literal(text.toString());
            }
            case INTEGER -> new Expression.Literal(integer(token));
            case FLOAT -> new Expression.Literal(Double.parseDouble(token.text()));
            case OPERATOR -> bracketed(token);
            default -> throw new JinjaException(token.line(), "a value is expected instead of " + token.shown());
        };
    }

    private static Expression named(Token token) {
        return switch (token.text()) {
            case "true", "True" -> new Expression.Literal(true);
            case "false", "False" -> new Expression.Literal(false);
            case "none", "None" -> new Expression.Literal(None.NONE);
            default -> new Expression.Name(token.text(), token.line());
        };
    }

    private static Long integer(Token token) {
        try {
            return Long.parseLong(token.text());
        } catch (NumberFormatException e) {
            throw new JinjaException(token.line(), "the number " + token.text() + " is too large");
        }
    }

    private Expression bracketed(Token open) {
        switch (open.text()) {
            case "(" -> {
                if (cursor.skipOperator(")")) {
                    return new Expression.TupleOf(List.of());
                }
                Expression inner = expressions();
                cursor.expectOperator(")");
                return inner;
            }
            case "[" -> {
                List<Expression> elements = new ArrayList<>();
                while (!cursor.skipOperator("]")) {
                    elements.add(expression());
                    separator("]");
                }
                return new Expression.ListOf(elements);
            }
            case "{" -> {
                List<Expression.Entry> entries = new ArrayList<>();
                while (!cursor.skipOperator("}")) {
                    Expression key = expression();
                    cursor.expectOperator(":");
                    entries.add(new Expression.Entry(key, expression()));
                    separator("}");
                }
                return new Expression.DictOf(entries);
            }
            default -> throw new JinjaException(open.line(), "a value is expected instead of " + open.shown());
        }
    }

    /** A comma, or the closing bracket, which stays. */
    private void separator(String close) {
        if (!cursor.peek().isOperator(close)) {
            cursor.expectOperator(",");
        }
    }

    private Expression postfix(Expression start) {
        Expression value = start;
        while (true) {
            Token token = cursor.peek();
            if (token.isOperator(".")) {
                cursor.next();
                Token name = cursor.next();
                value = switch (name.kind()) {
                    case NAME -> new Expression.Attribute(value, name.text(), name.line());
                    case INTEGER -> new Expression.Item(value, new Expression.Literal(integer(name)), name.line());
                    default ->
                        throw new JinjaException(
                                name.line(), "a name is expected behind '.' instead of " + name.shown());
                };
            } else if (token.isOperator("[")) {
                value = subscript(value, cursor.next().line());
            } else if (token.isOperator("(")) {
                value = new Expression.Call(value, arguments(), token.line());
            } else {
                return value;
            }
        }
    }

    private Expression subscript(Expression object, int line) {
        Expression from = cursor.peek().isOperator(":") ? null : expressions();
        if (cursor.skipOperator("]")) {
            if (from == null) {
                throw new JinjaException(line, "an index is missing");
            }
            return new Expression.Item(object, from, line);
        }
        cursor.expectOperator(":");
        Expression to = sliceEnd();
        Expression step = cursor.skipOperator(":") ? sliceEnd() : null;
        cursor.expectOperator("]");
        return new Expression.Slice(object, from, to, step, line);
    }

    private @Nullable Expression sliceEnd() {
        return cursor.peek().isOperator(":") || cursor.peek().isOperator("]") ? null : expression();
    }

    Expression.Arguments arguments() {
        cursor.expectOperator("(");
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        while (!cursor.skipOperator(")")) {
            if (cursor.peek().kind() == Token.Kind.NAME && cursor.peekSecond().isOperator("=")) {
                String name = cursor.next().text();
                cursor.next();
                named.put(name, expression());
            } else if (!named.isEmpty()) {
                throw new JinjaException(line(), "a positional argument stands behind a named one");
            } else {
                positional.add(expression());
            }
            separator(")");
        }
        return new Expression.Arguments(positional, named);
    }

    private Expression filters(Expression start) {
        Expression value = start;
        while (true) {
            Token token = cursor.peek();
            if (token.isOperator("|")) {
                cursor.next();
                String name = cursor.expect(Token.Kind.NAME, "a filter's name").text();
                value = new Expression.Filter(value, name, optionalArguments(), token.line());
            } else if (token.isName("is")) {
                cursor.next();
                value = test(value, token.line());
            } else if (token.isOperator("(")) {
                value = new Expression.Call(value, arguments(), token.line());
            } else {
                return value;
            }
        }
    }

    private Expression test(Expression value, int line) {
        boolean negated = cursor.skipName("not");
        Token name = cursor.next();
        // "in" is an operator everywhere else
        if (name.kind() != Token.Kind.NAME) {
            throw new JinjaException(line, "a test's name is expected instead of " + name.shown());
        }
        Token next = cursor.peek();
        Expression.Arguments arguments;
        if (next.isOperator("(")) {
            arguments = arguments();
        } else if (startsExpression()
                && !next.isOperator("-")
                && !next.isOperator("+")
                && !(next.kind() == Token.Kind.NAME && AFTER_TEST_WITHOUT_ARGUMENT.contains(next.text()))) {
            arguments = new Expression.Arguments(List.of(postfix(primary())), Map.of());
        } else {
            arguments = Expression.Arguments.NONE;
        }
        return new Expression.Test(value, name.text(), arguments, negated, line);
    }

    private Expression.Arguments optionalArguments() {
        return cursor.peek().isOperator("(") ? arguments() : Expression.Arguments.NONE;
    }

    private int line() {
        return cursor.peek().line();
    }
}
