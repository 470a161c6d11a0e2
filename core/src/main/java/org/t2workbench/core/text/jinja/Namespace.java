package org.t2workbench.core.text.jinja;

import java.util.HashMap;
import java.util.Map;

/** What {@code namespace(...)} makes: the one kind of value whose attributes a template can set. */
final class Namespace {

    private final Map<String, Object> attributes;

    Namespace(Map<String, Object> attributes) {
        this.attributes = new HashMap<>(attributes);
    }

    Object get(String name) {
        return attributes.getOrDefault(name, new Undefined(name));
    }

    void set(String name, Object value) {
        attributes.put(name, value);
    }
}
