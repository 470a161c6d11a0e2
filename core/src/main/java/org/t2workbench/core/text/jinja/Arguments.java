package org.t2workbench.core.text.jinja;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Evaluated arguments of a call, asked for by place and name.
 *
 * @param callee what is called, for errors
 */
record Arguments(String callee, List<Object> positional, Map<String, Object> named) {

    /** The argument at a place or under its name; null when it is not given. */
    @Nullable
    Object get(int place, String name) {
        return place < positional.size() ? positional.get(place) : named.get(name);
    }

    Object required(int place, String name) {
        Object value = get(place, name);
        if (value == null) {
            throw new JinjaException("'" + callee + "' needs its argument '" + name + "'");
        }
        return value;
    }

    String text(int place, String name) {
        return text(required(place, name), name);
    }

    String text(int place, String name, String otherwise) {
        Object value = get(place, name);
        return value == null || value == None.NONE ? otherwise : text(value, name);
    }

    private String text(Object value, String name) {
        if (value instanceof String text) {
            return text;
        }
        throw new JinjaException("'" + callee + "' needs a text as '" + name + "'");
    }

    /** A whole number within the range of int. */
    int number(int place, String name, int otherwise) {
        Object value = get(place, name);
        if (value == null || value == None.NONE) {
            return otherwise;
        }
        if (value instanceof Long number && number == number.intValue()) {
            return number.intValue();
        }
        throw new JinjaException("'" + callee + "' needs a whole number as '" + name + "'");
    }

    boolean flag(int place, String name, boolean otherwise) {
        Object value = get(place, name);
        return value == null ? otherwise : Values.isTrue(value);
    }

    /** @throws JinjaException when more positional arguments are given, or a named one that is not in the list */
    void allow(int mostPositional, String... names) {
        if (positional.size() > mostPositional) {
            throw new JinjaException("'" + callee + "' takes at most " + mostPositional + " arguments");
        }
        for (String name : named.keySet()) {
            if (!List.of(names).contains(name)) {
                throw new JinjaException("'" + callee + "' takes no argument '" + name + "'");
            }
        }
    }
}
