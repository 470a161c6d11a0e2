package org.t2workbench.core.text.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands behind a dot or in square brackets. Only what is listed here can be reached from a template. */
final class Attributes {

    private final Budget budget;
    private final StringMethods stringMethods;

    Attributes(Budget budget, StringMethods stringMethods) {
        this.budget = budget;
        this.stringMethods = stringMethods;
    }

    /** {@code object.name}: methods first, then keys. */
    Object attribute(Object object, String name) {
        if (object instanceof Map<?, ?> map) {
            Object method = mapMethod(map, name);
            return method != null ? method : valueOrUndefined(map.get(name), name);
        }
        if (object instanceof Namespace namespace) {
            return namespace.get(name);
        }
        if (object instanceof String text) {
            return stringMethods.bound(text, name);
        }
        if (object instanceof List<?> list) {
            return listMethod(list, name);
        }
        if (object instanceof Undefined) {
            throw new JinjaException(Values.kind(object) + " has no '" + name + "'");
        }
        return new Undefined(name);
    }

    /** {@code object[index]}: keys and places first, then methods. */
    Object item(Object object, Object index) {
        if (object instanceof List<?> list && index instanceof Long place) {
            long at = place < 0 ? place + list.size() : place;
            return at >= 0 && at < list.size() ? list.get((int) at) : new Undefined("[" + place + "]");
        }
        if (object instanceof String text && index instanceof Long place) {
            int[] characters = characters(text);
            long at = place < 0 ? place + characters.length : place;
            return at >= 0 && at < characters.length
                    ? Character.toString(characters[(int) at])
                    : new Undefined("[" + place + "]");
        }
        if (object instanceof Map<?, ?> map) {
            Object value = map.get(Values.key(index));
            if (value != null || !(index instanceof String)) {
                return valueOrUndefined(value, String.valueOf(index));
            }
        }
        if (index instanceof String name) {
            return attribute(object, name);
        }
        if (object instanceof Undefined) {
            throw new JinjaException(Values.kind(object) + " has no items");
        }
        return new Undefined("[" + Values.text(index, budget) + "]");
    }

    /** {@code object[from:to:step]} of a list or text, as Python cuts. */
    Object slice(Object object, @Nullable Long from, @Nullable Long to, @Nullable Long step) {
        long stride = step == null ? 1 : step;
        if (stride == 0) {
            throw new JinjaException("a slice has the step 0");
        }
        if (object instanceof String text) {
            int[] characters = characters(text);
            StringBuilder cut = new StringBuilder();
            for (int place : places(characters.length, from, to, stride)) {
                cut.appendCodePoint(characters[place]);
            }
            return cut.toString();
        }
        if (object instanceof List<?> list) {
            List<Object> cut = new ArrayList<>();
            for (int place : places(list.size(), from, to, stride)) {
                cut.add(list.get(place));
            }
            return cut;
        }
        throw new JinjaException(Values.kind(object) + " cannot be sliced");
    }

    private List<Integer> places(int length, @Nullable Long from, @Nullable Long to, long stride) {
        boolean forward = stride > 0;
        long begin = from == null ? (forward ? 0 : length - 1) : bounded(from, length, forward);
        long end = to == null ? (forward ? length : -1) : bounded(to, length, forward);
        List<Integer> places = new ArrayList<>();
        // a step beyond the length takes one element; bounded, so that the sum cannot overflow
        long limited = Math.max(-length - 1L, Math.min(length + 1L, stride));
        for (long place = begin; forward ? place < end : place > end; place += limited) {
            places.add((int) place);
        }
        budget.steps(places.size());
        return places;
    }

    private static long bounded(long place, int length, boolean forward) {
        long at = place < 0 ? Math.max(place, -length - 1L) + length : place;
        return forward ? Math.max(0, Math.min(at, length)) : Math.max(-1, Math.min(at, length - 1L));
    }

    private int[] characters(String text) {
        budget.steps(text.length() >> 4);
        return text.codePoints().toArray();
    }

    private @Nullable Object mapMethod(Map<?, ?> map, String name) {
        return switch (name) {
            case "items" -> (Callable) arguments -> items(map);
            case "keys" -> (Callable) arguments -> Values.elements(map, budget);
            case "values" ->
                (Callable) arguments -> {
                    budget.steps(map.size());
                    return new ArrayList<Object>(map.values());
                };
            case "get" ->
                (Callable) arguments -> {
                    Object value = map.get(Values.key(arguments.required(0, "key")));
                    Object otherwise = arguments.get(1, "default");
                    return value != null ? value : otherwise == null ? None.NONE : otherwise;
                };
            default -> null;
        };
    }

    /** Pairs of key and value. */
    List<Object> items(Map<?, ?> map) {
        budget.steps(map.size());
        List<Object> items = new ArrayList<>();
        map.forEach((key, value) -> items.add(new Tuple(List.of(key, value))));
        return items;
    }

    private Object listMethod(List<?> list, String name) {
        return switch (name) {
            case "index" ->
                (Callable) arguments -> {
                    Object wanted = arguments.required(0, "value");
                    for (int i = 0; i < list.size(); i++) {
                        if (Values.equal(list.get(i), wanted, budget)) {
                            return (long) i;
                        }
                    }
                    throw new JinjaException("'index' finds no such element");
                };
            case "count" ->
                (Callable) arguments -> list.stream()
                        .filter(element -> Values.equal(element, arguments.required(0, "value"), budget))
                        .count();
            case "append", "extend", "insert", "pop", "remove", "clear", "sort", "reverse" ->
                throw new JinjaException("lists cannot be changed by '" + name + "'");
            default -> new Undefined(name);
        };
    }

    private static Object valueOrUndefined(@Nullable Object value, String name) {
        return value == null ? new Undefined(name) : value;
    }
}
