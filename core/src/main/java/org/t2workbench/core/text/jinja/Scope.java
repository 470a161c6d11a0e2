package org.t2workbench.core.text.jinja;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Variables of a template, a loop's round or a macro's call; what is not here is looked up outside. */
final class Scope {

    private final @Nullable Scope outer;
    private final Map<String, Object> variables;

    Scope(Map<String, Object> variables) {
        this.outer = null;
        this.variables = new HashMap<>(variables);
    }

    private Scope(Scope outer) {
        this.outer = outer;
        this.variables = new HashMap<>();
    }

    Scope inner() {
        return new Scope(this);
    }

    Object get(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Object value = scope.variables.get(name);
            if (value != null) {
                return value;
            }
        }
        return new Undefined(name);
    }

    void set(String name, Object value) {
        variables.put(name, value);
    }
}
