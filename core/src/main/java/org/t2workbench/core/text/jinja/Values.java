package org.t2workbench.core.text.jinja;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How Python looks at values: truth, equality, order, iteration, and their texts. Values are String, Long, Double,
 * Boolean, {@link None}, List, Map, {@link Namespace}, {@link Callable} and {@link Undefined}.
 */
final class Values {

    private Values() {}

    static boolean isTrue(Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        if (value instanceof Long number) {
            return number != 0;
        }
        if (value instanceof Double number) {
            return number != 0;
        }
        if (value instanceof String text) {
            return !text.isEmpty();
        }
        if (value instanceof List<?> list) {
            return !list.isEmpty();
        }
        if (value instanceof Map<?, ?> map) {
            return !map.isEmpty();
        }
        return value != None.NONE && !(value instanceof Undefined);
    }

    static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof Double || value instanceof Boolean;
    }

    /** A number as Python calculates with it: true is 1. */
    static Number number(Object value) {
        return value instanceof Boolean truth ? Long.valueOf(truth ? 1 : 0) : (Number) value;
    }

    static boolean equal(Object left, Object right, Budget budget) {
        budget.step();
        if (isNumber(left) && isNumber(right)) {
            return compareNumbers(number(left), number(right)) == 0;
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            if (a.size() != b.size() || a instanceof Tuple != b instanceof Tuple) {
                return false;
            }
            Iterator<?> others = b.iterator();
            for (Object element : a) {
                if (!equal(element, others.next(), budget)) {
                    return false;
                }
            }
            return true;
        }
        if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
            if (a.size() != b.size()) {
                return false;
            }
            for (Map.Entry<?, ?> entry : a.entrySet()) {
                Object other = b.get(entry.getKey());
                if (other == null || !equal(entry.getValue(), other, budget)) {
                    return false;
                }
            }
            return true;
        }
        if (left instanceof String a && right instanceof String b) {
            budget.steps(Math.min(a.length(), b.length()) >> 6);
        }
        return left instanceof Undefined ? right instanceof Undefined : left.equals(right);
    }

    /** @throws JinjaException when the two have no order */
    static int compare(Object left, Object right, Budget budget) {
        budget.step();
        if (isNumber(left) && isNumber(right)) {
            return compareNumbers(number(left), number(right));
        }
        if (left instanceof String a && right instanceof String b) {
            budget.steps(Math.min(a.length(), b.length()) >> 6);
            return a.compareTo(b);
        }
        throw new JinjaException(kind(left) + " and " + kind(right) + " have no order");
    }

    private static int compareNumbers(Number left, Number right) {
        if (left instanceof Long a && right instanceof Long b) {
            return Long.compare(a, b);
        }
        return Double.compare(left.doubleValue() + 0.0, right.doubleValue() + 0.0);
    }

    /** What a loop goes through: elements, keys, or characters. */
    static List<Object> elements(Object value, Budget budget) {
        List<Object> elements = new ArrayList<>();
        if (value instanceof List<?> list) {
            elements.addAll(list);
        } else if (value instanceof Map<?, ?> map) {
            elements.addAll(map.keySet());
        } else if (value instanceof String text) {
            budget.steps(text.length());
            text.codePoints().mapToObj(Character::toString).forEach(elements::add);
        } else if (!(value instanceof Undefined)) {
            throw new JinjaException(kind(value) + " cannot be looped over");
        }
        budget.steps(elements.size());
        return elements;
    }

    /** A value that may be a key; lists and dictionaries may not. */
    static Object key(Object value) {
        if (value instanceof List || value instanceof Map) {
            throw new JinjaException(kind(value) + " cannot be a key");
        }
        return value;
    }

    static String kind(Object value) {
        if (value instanceof Undefined undefined) {
            return "'" + undefined.what() + "', which is undefined,";
        }
        return value instanceof String
                ? "a text"
                : isNumber(value)
                        ? "a number"
                        : value instanceof List
                                ? "a list"
                                : value instanceof Map ? "a dictionary" : value == None.NONE ? "none" : "an object";
    }

    /** Python's {@code str}. */
    static String text(Object value, Budget budget) {
        if (value instanceof String text) {
            return text;
        }
        return value instanceof Undefined ? "" : representation(value, budget);
    }

    /** Python's {@code repr}. */
    static String representation(Object value, Budget budget) {
        budget.step();
        budget.enter();
        String text;
        if (value instanceof String string) {
            budget.characters(2L * string.length());
            text = quoted(string);
        } else if (value instanceof Boolean truth) {
            text = truth ? "True" : "False";
        } else if (value == None.NONE) {
            text = "None";
        } else if (value instanceof Double number) {
            text = text(number);
        } else if (value instanceof List<?> list) {
            boolean tuple = list instanceof Tuple;
            text = list.stream()
                    .map(element -> representation(element, budget))
                    .collect(
                            Collectors.joining(", ", tuple ? "(" : "[", tuple ? (list.size() == 1 ? ",)" : ")") : "]"));
        } else if (value instanceof Map<?, ?> map) {
            text = map.entrySet().stream()
                    .map(entry ->
                            representation(entry.getKey(), budget) + ": " + representation(entry.getValue(), budget))
                    .collect(Collectors.joining(", ", "{", "}"));
        } else if (value instanceof Long) {
            text = value.toString();
        } else {
            text = value instanceof Undefined ? "Undefined" : "<" + kind(value).replaceFirst("^an? ", "") + ">";
        }
        budget.leave();
        budget.characters(text.length());
        return text;
    }

    /** As Python writes a float: always with a point or an exponent. */
    static String text(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        double magnitude = Math.abs(number);
        if (magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e16)) {
            String[] parts = Double.toString(number).split("E");
            int exponent = Integer.parseInt(parts[1]);
            String mantissa = parts[0].endsWith(".0") ? parts[0].substring(0, parts[0].length() - 2) : parts[0];
            return mantissa + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        }
        String plain = new BigDecimal(Double.toString(number)).toPlainString();
        return number == 0 && 1 / number < 0 ? "-0.0" : plain.contains(".") ? plain : plain + ".0";
    }

    private static String quoted(String text) {
        char quote = text.contains("'") && !text.contains("\"") ? '"' : '\'';
        StringBuilder quoted = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\\' -> quoted.append("\\\\");
                default -> {
                    if (c == quote) {
                        quoted.append('\\').appendCodePoint(c);
                    } else if (c < ' ' || (c >= 0x7F && c < 0xA1) || c == 0xAD) {
                        quoted.append(String.format("\\x%02x", c));
                    } else {
                        quoted.appendCodePoint(c);
                    }
                }
            }
        });
        return quoted.append(quote).toString();
    }
}
