package org.t2workbench.core.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values that JSON can hold, as immutable Java values that keep their order. */
final class JsonValues {

    private JsonValues() {}

    /**
     * A deep immutable copy.
     *
     * @throws IllegalArgumentException for a value that JSON cannot hold
     */
    static Map<String, Object> freeze(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (!(key instanceof String name)) {
                throw new IllegalArgumentException("A JSON key must be a text, got " + key + ".");
            }
            put(copy, name, value);
        });
        return Collections.unmodifiableMap(copy);
    }

    // Jackson hands JSON's null over as a null value, which a map of Objects holds although NullAway cannot say so.
    @SuppressWarnings("NullAway")
    private static void put(Map<String, Object> copy, String name, @Nullable Object value) {
        copy.put(name, freezeValue(value));
    }

    private static @Nullable Object freezeValue(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return freeze(map);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            for (Object element : list) {
                copy.add(freezeValue(element));
            }
            return Collections.unmodifiableList(copy);
        }
        if (value instanceof Double number) {
            // JSON has neither NaN nor infinity: what is undefined is null
            return Double.isFinite(number) ? number : null;
        }
        if (value instanceof Float number) {
            return Float.isFinite(number) ? number : null;
        }
        if (value == null || value instanceof String || value instanceof Boolean || value instanceof Number) {
            return value;
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        throw new IllegalArgumentException(
                "JSON cannot hold a " + value.getClass().getSimpleName() + ".");
    }
}
