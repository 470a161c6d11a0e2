package org.t2workbench.core.run;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The numbers of a line of metrics under flat names: {@code reward}, {@code validation/accuracy}. */
public final class Scalars {

    /** Stands before the names of what depends on the machine. */
    public static final String MACHINE = RunLine.MACHINE + "/";

    private Scalars() {}

    /** In the order of the line, the machine's last; a figure that is undefined is left out. */
    public static Map<String, Double> of(RunLine line) {
        Map<String, Double> scalars = new LinkedHashMap<>();
        line.values().forEach((name, value) -> put(scalars, name, value));
        line.machine().forEach((name, value) -> put(scalars, MACHINE + name, value));
        return scalars;
    }

    private static void put(Map<String, Double> scalars, String name, @Nullable Object value) {
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            scalars.put(name, number.doubleValue());
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> put(scalars, name + "/" + key, inner));
        }
    }
}
