package org.t2workbench.core.text.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Python's arithmetic, and what it means for texts and lists. */
final class Operators {

    private static final int MAX_EXPONENT = 64;

    private Operators() {}

    static Object apply(String operator, Object left, Object right, Budget budget) {
        if (Values.isNumber(left) && Values.isNumber(right)) {
            return arithmetic(operator, Values.number(left), Values.number(right));
        }
        if (operator.equals("+") && left instanceof String a && right instanceof String b) {
            budget.characters((long) a.length() + b.length());
            return a + b;
        }
        if (operator.equals("+") && left instanceof List<?> a && right instanceof List<?> b) {
            budget.steps((long) a.size() + b.size());
            List<Object> joined = new ArrayList<>(a);
            joined.addAll(b);
            return joined;
        }
        if (operator.equals("*") && right instanceof Long times && !Values.isNumber(left)) {
            return repeated(left, times, budget);
        }
        if (operator.equals("*") && left instanceof Long times) {
            return repeated(right, times, budget);
        }
        throw new JinjaException(
                "'" + operator + "' does not work for " + Values.kind(left) + " and " + Values.kind(right));
    }

    static boolean contains(Object container, Object wanted, Budget budget) {
        if (container instanceof String text) {
            if (!(wanted instanceof String part)) {
                throw new JinjaException(Values.kind(wanted) + " cannot be in a text");
            }
            budget.search(text, part);
            return text.contains(part);
        }
        if (container instanceof Map<?, ?> map) {
            return map.containsKey(Values.key(wanted));
        }
        return Values.elements(container, budget).stream().anyMatch(element -> Values.equal(element, wanted, budget));
    }

    private static Object repeated(Object value, long times, Budget budget) {
        int count = (int) Math.max(0, Math.min(times, Integer.MAX_VALUE));
        if (value instanceof String text) {
            budget.characters((long) text.length() * count);
            return text.repeat(count);
        }
        if (value instanceof List<?> list) {
            budget.steps((long) list.size() * count);
            List<Object> repeated = new ArrayList<>();
            for (int i = 0; i < count && !list.isEmpty(); i++) {
                repeated.addAll(list);
            }
            return repeated;
        }
        throw new JinjaException("'*' does not work for " + Values.kind(value) + " and a number");
    }

    private static Object arithmetic(String operator, Number left, Number right) {
        try {
            if (left instanceof Long a && right instanceof Long b && !operator.equals("/")) {
                return whole(operator, a, b);
            }
            return floating(operator, left.doubleValue(), right.doubleValue());
        } catch (ArithmeticException e) {
            throw new JinjaException("a division by zero or a number that is too large");
        }
    }

    private static Object whole(String operator, long a, long b) {
        return switch (operator) {
            case "+" -> Math.addExact(a, b);
            case "-" -> Math.subtractExact(a, b);
            case "*" -> Math.multiplyExact(a, b);
            case "//" -> Math.floorDiv(a, b);
            case "%" -> Math.floorMod(a, b);
            case "**" -> b < 0 ? (Object) Math.pow(a, b) : (Object) power(a, b);
            default -> throw new IllegalArgumentException(operator);
        };
    }

    private static long power(long base, long exponent) {
        if (base == 0 || base == 1) {
            return exponent == 0 ? 1 : base;
        }
        if (exponent > MAX_EXPONENT) {
            throw new ArithmeticException("overflow");
        }
        long power = 1;
        for (long i = 0; i < exponent; i++) {
            power = Math.multiplyExact(power, base);
        }
        return power;
    }

    private static Object floating(String operator, double a, double b) {
        if (b == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
            throw new ArithmeticException("division by zero");
        }
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            case "//" -> Math.floor(a / b);
            case "%" -> a - b * Math.floor(a / b);
            case "**" -> Math.pow(a, b);
            default -> throw new IllegalArgumentException(operator);
        };
    }
}
