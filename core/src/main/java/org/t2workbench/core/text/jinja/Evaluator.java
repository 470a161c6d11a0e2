package org.t2workbench.core.text.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of expressions. */
final class Evaluator {

    private final Budget budget;
    private final Attributes attributes;
    private final Filters filters;
    private final TypeTests tests;

    Evaluator(Budget budget) {
        this.budget = budget;
        StringMethods strings = new StringMethods(budget);
        this.attributes = new Attributes(budget, strings);
        this.tests = new TypeTests(budget);
        this.filters = new Filters(budget, attributes, strings, tests);
    }

    Object value(Expression expression, Scope scope) {
        budget.step();
        budget.enter();
        Object value = compute(expression, scope);
        budget.leave();
        return value;
    }

    boolean holds(Expression condition, Scope scope) {
        return Values.isTrue(value(condition, scope));
    }

    private Object compute(Expression expression, Scope scope) {
        if (expression instanceof Expression.Literal literal) {
            return literal.value();
        }
        if (expression instanceof Expression.Name name) {
            return scope.get(name.name());
        }
        if (expression instanceof Expression.ListOf list) {
            return values(list.elements(), scope);
        }
        if (expression instanceof Expression.TupleOf tuple) {
            return new Tuple(values(tuple.elements(), scope));
        }
        if (expression instanceof Expression.DictOf dict) {
            Map<Object, Object> map = new LinkedHashMap<>();
            dict.entries()
                    .forEach(entry -> map.put(Values.key(value(entry.key(), scope)), value(entry.value(), scope)));
            return map;
        }
        if (expression instanceof Expression.Choice choice) {
            if (holds(choice.condition(), scope)) {
                return value(choice.then(), scope);
            }
            Expression otherwise = choice.otherwise();
            return otherwise == null ? new Undefined("the value of an if without else") : value(otherwise, scope);
        }
        return located(expression, scope);
    }

    /** What may fail, with the line it stands in. */
    private Object located(Expression expression, Scope scope) {
        if (expression instanceof Expression.Unary unary) {
            return unary(unary, scope);
        }
        if (expression instanceof Expression.Binary binary) {
            return binary(binary, scope);
        }
        if (expression instanceof Expression.Comparison comparison) {
            return compare(comparison, scope);
        }
        if (expression instanceof Expression.Attribute attribute) {
            return attributes.attribute(value(attribute.object(), scope), attribute.name());
        }
        if (expression instanceof Expression.Item item) {
            return attributes.item(value(item.object(), scope), value(item.index(), scope));
        }
        if (expression instanceof Expression.Slice slice) {
            return attributes.slice(
                    value(slice.object(), scope),
                    place(slice.from(), scope),
                    place(slice.to(), scope),
                    place(slice.step(), scope));
        }
        if (expression instanceof Expression.Call call) {
            Object function = value(call.function(), scope);
            if (function instanceof Callable callable) {
                return callable.call(arguments(calleeName(call.function()), call.arguments(), scope));
            }
            throw new JinjaException(call.line(), Values.kind(function) + " cannot be called");
        }
        if (expression instanceof Expression.Filter filter) {
            return filters.apply(
                    filter.name(), value(filter.value(), scope), arguments(filter.name(), filter.arguments(), scope));
        }
        if (expression instanceof Expression.Test test) {
            return test.negated()
                    != tests.holds(
                            test.name(), value(test.value(), scope), arguments(test.name(), test.arguments(), scope));
        }
        throw new IllegalArgumentException(expression.toString());
    }

    private static String calleeName(Expression function) {
        return function instanceof Expression.Name name
                ? name.name()
                : function instanceof Expression.Attribute attribute ? attribute.name() : "the function";
    }

    private Object unary(Expression.Unary unary, Scope scope) {
        Object operand = value(unary.operand(), scope);
        return switch (unary.operator()) {
            case "not" -> !Values.isTrue(operand);
            // not 0 - x, which would lose the sign of zero
            case "-" ->
                operand instanceof Double number ? (Object) (-number) : Operators.apply("-", 0L, operand, budget);
            default -> Operators.apply("+", 0L, operand, budget);
        };
    }

    private Object binary(Expression.Binary binary, Scope scope) {
        Object left = value(binary.left(), scope);
        switch (binary.operator()) {
            case "and" -> {
                return Values.isTrue(left) ? value(binary.right(), scope) : left;
            }
            case "or" -> {
                return Values.isTrue(left) ? left : value(binary.right(), scope);
            }
            case "~" -> {
                String begin = Values.text(left, budget);
                String end = Values.text(value(binary.right(), scope), budget);
                budget.characters((long) begin.length() + end.length());
                return begin + end;
            }
            default -> {
                return Operators.apply(binary.operator(), left, value(binary.right(), scope), budget);
            }
        }
    }

    private boolean compare(Expression.Comparison comparison, Scope scope) {
        Object left = value(comparison.first(), scope);
        for (int i = 0; i < comparison.operators().size(); i++) {
            Object right = value(comparison.others().get(i), scope);
            if (!compare(comparison.operators().get(i), left, right)) {
                return false;
            }
            left = right;
        }
        return true;
    }

    private boolean compare(String operator, Object left, Object right) {
        return switch (operator) {
            case "==" -> Values.equal(left, right, budget);
            case "!=" -> !Values.equal(left, right, budget);
            case "<" -> Values.compare(left, right, budget) < 0;
            case "<=" -> Values.compare(left, right, budget) <= 0;
            case ">" -> Values.compare(left, right, budget) > 0;
            case ">=" -> Values.compare(left, right, budget) >= 0;
            case "in" -> Operators.contains(right, left, budget);
            default -> !Operators.contains(right, left, budget);
        };
    }

    private @Nullable Long place(@Nullable Expression expression, Scope scope) {
        if (expression == null) {
            return null;
        }
        Object value = value(expression, scope);
        if (value == None.NONE) {
            return null;
        }
        if (value instanceof Long place) {
            return place;
        }
        throw new JinjaException("a slice needs whole numbers instead of " + Values.kind(value));
    }

    private Arguments arguments(String callee, Expression.Arguments arguments, Scope scope) {
        Map<String, Object> named = new LinkedHashMap<>();
        arguments.named().forEach((name, expression) -> named.put(name, value(expression, scope)));
        return new Arguments(callee, values(arguments.positional(), scope), named);
    }

    private List<Object> values(List<Expression> expressions, Scope scope) {
        List<Object> values = new ArrayList<>(expressions.size());
        expressions.forEach(expression -> values.add(value(expression, scope)));
        return values;
    }
}
