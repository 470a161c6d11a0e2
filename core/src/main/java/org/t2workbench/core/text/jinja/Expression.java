package org.t2workbench.core.text.jinja;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands for a value in a template. */
sealed interface Expression {

    record Literal(Object value) implements Expression {}

    record Name(String name, int line) implements Expression {}

    record ListOf(List<Expression> elements) implements Expression {}

    record TupleOf(List<Expression> elements) implements Expression {}

    record DictOf(List<Entry> entries) implements Expression {}

    record Entry(Expression key, Expression value) {}

    record Unary(String operator, Expression operand, int line) implements Expression {}

    record Binary(String operator, Expression left, Expression right, int line) implements Expression {}

    /** {@code a < b <= c}: each operator belongs to the operand behind it. */
    record Comparison(Expression first, List<String> operators, List<Expression> others, int line)
            implements Expression {}

    /** {@code then if condition else otherwise}. */
    record Choice(
            Expression condition, Expression then, @Nullable Expression otherwise) implements Expression {}

    record Attribute(Expression object, String name, int line) implements Expression {}

    record Item(Expression object, Expression index, int line) implements Expression {}

    record Slice(
            Expression object,
            @Nullable Expression from,
            @Nullable Expression to,
            @Nullable Expression step,
            int line) implements Expression {}

    record Call(Expression function, Arguments arguments, int line) implements Expression {}

    record Filter(Expression value, String name, Arguments arguments, int line) implements Expression {}

    record Test(Expression value, String name, Arguments arguments, boolean negated, int line) implements Expression {}

    /** Arguments as written. */
    record Arguments(List<Expression> positional, Map<String, Expression> named) {
        static final Arguments NONE = new Arguments(List.of(), Map.of());
    }
}
