package org.t2workbench.core.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run's settings as flat names and texts, for tables. */
public final class Settings {

    private Settings() {}

    /** {@code {"kl": {"coefficient": 0.1}}} is {@code kl.coefficient → 0.1}; a list is one text. */
    public static Map<String, String> flat(Map<String, Object> settings) {
        Map<String, String> flat = new LinkedHashMap<>();
        settings.forEach((name, value) -> put(flat, name, value));
        return flat;
    }

    private static void put(Map<String, String> flat, String name, @Nullable Object value) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((key, inner) -> put(flat, name + "." + key, inner));
        } else {
            flat.put(name, text(value));
        }
    }

    private static String text(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return String.join(", ", list.stream().map(Settings::text).toList());
        }
        if (value == null) {
            return "";
        }
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
            // 1 and 1.0 are the same setting
            return Long.toString(Math.round(number));
        }
        return value.toString();
    }
}
