package org.t2workbench.core.text.jinja;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What stands behind {@code is}. */
final class TypeTests {

    private final Budget budget;

    TypeTests(Budget budget) {
        this.budget = budget;
    }

    /** @throws JinjaException when there is no such test */
    boolean holds(String name, Object value, Arguments a) {
        return switch (name) {
            case "defined" -> !(value instanceof Undefined);
            case "undefined" -> value instanceof Undefined;
            case "none" -> value == None.NONE;
            case "boolean" -> value instanceof Boolean;
            case "true" -> Boolean.TRUE.equals(value);
            case "false" -> Boolean.FALSE.equals(value);
            case "string" -> value instanceof String;
            case "number" -> Values.isNumber(value);
            case "integer" -> value instanceof Long;
            case "float" -> value instanceof Double;
            case "mapping" -> value instanceof Map;
            case "iterable" -> isSequence(value) || value instanceof Undefined;
            case "sequence" -> isSequence(value) || value instanceof Undefined;
            case "callable" -> value instanceof Callable;
            case "odd" -> Math.floorMod(whole(value, name), 2L) == 1;
            case "even" -> Math.floorMod(whole(value, name), 2L) == 0;
            case "divisibleby" -> whole(value, name) % Math.max(1, a.number(0, "num", 1)) == 0;
            case "lower" -> value instanceof String text && text.equals(text.toLowerCase(Locale.ROOT));
            case "upper" -> value instanceof String text && text.equals(text.toUpperCase(Locale.ROOT));
            case "in" -> Operators.contains(a.required(0, "seq"), value, budget);
            case "sameas" ->
                value == a.required(0, "other") || (isScalar(value) && value.equals(a.required(0, "other")));
            case "eq", "equalto", "==" -> Values.equal(value, a.required(0, "other"), budget);
            case "ne", "!=" -> !Values.equal(value, a.required(0, "other"), budget);
            case "lt", "lessthan" -> Values.compare(value, a.required(0, "other"), budget) < 0;
            case "le" -> Values.compare(value, a.required(0, "other"), budget) <= 0;
            case "gt", "greaterthan" -> Values.compare(value, a.required(0, "other"), budget) > 0;
            case "ge" -> Values.compare(value, a.required(0, "other"), budget) >= 0;
            default -> throw new JinjaException("there is no test '" + name + "'");
        };
    }

    private static boolean isSequence(Object value) {
        return value instanceof List || value instanceof Map || value instanceof String;
    }

    private static boolean isScalar(Object value) {
        return value instanceof Boolean || value instanceof Long || value instanceof String;
    }

    private static long whole(Object value, String test) {
        if (value instanceof Long number) {
            return number;
        }
        throw new JinjaException("'" + test + "' needs a whole number instead of " + Values.kind(value));
    }
}
