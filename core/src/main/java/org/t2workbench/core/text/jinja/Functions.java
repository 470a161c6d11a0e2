package org.t2workbench.core.text.jinja;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The functions every template can call. */
final class Functions {

    private static final int MAX_RANGE = 100_000;

    private Functions() {}

    /** Names to {@link Callable}s. */
    static Map<String, Object> all(Budget budget) {
        Map<String, Object> functions = new HashMap<>();
        functions.put("range", (Callable) arguments -> range(arguments, budget));
        functions.put("namespace", (Callable) arguments -> new Namespace(entries(arguments)));
        functions.put("dict", (Callable) Functions::entries);
        functions.put("raise_exception", (Callable) arguments -> {
            throw new JinjaException(Values.text(arguments.required(0, "message"), budget));
        });
        functions.put("strftime_now", (Callable) arguments -> now(arguments.text(0, "format")));
        return functions;
    }

    private static Object range(Arguments arguments, Budget budget) {
        arguments.allow(3);
        boolean single = arguments.positional().size() == 1;
        long from = single ? 0 : arguments.number(0, "start", 0);
        long to = arguments.number(single ? 0 : 1, "stop", 0);
        long step = arguments.number(2, "step", 1);
        if (step == 0) {
            throw new JinjaException("'range' has the step 0");
        }
        if ((to - from) / step > MAX_RANGE) {
            throw new JinjaException("'range' has more than " + MAX_RANGE + " numbers");
        }
        List<Object> numbers = new ArrayList<>();
        for (long number = from; step > 0 ? number < to : number > to; number += step) {
            numbers.add(number);
        }
        budget.steps(numbers.size());
        return numbers;
    }

    private static Map<String, Object> entries(Arguments arguments) {
        Map<String, Object> entries = new LinkedHashMap<>();
        for (Object given : arguments.positional()) {
            if (!(given instanceof Map<?, ?> map)) {
                throw new JinjaException("'" + arguments.callee() + "' needs a dictionary or named arguments");
            }
            map.forEach((key, value) -> entries.put(String.valueOf(key), value));
        }
        entries.putAll(arguments.named());
        return entries;
    }

    /** The present in C's format, of which templates use the date. */
    private static String now(String format) {
        LocalDateTime now = LocalDateTime.now();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                text.append(c);
                continue;
            }
            i++;
            String pattern =
                    switch (format.charAt(i)) {
                        case 'd' -> "dd";
                        case 'm' -> "MM";
                        case 'Y' -> "yyyy";
                        case 'y' -> "yy";
                        case 'b' -> "MMM";
                        case 'B' -> "MMMM";
                        case 'a' -> "EEE";
                        case 'A' -> "EEEE";
                        case 'H' -> "HH";
                        case 'I' -> "hh";
                        case 'M' -> "mm";
                        case 'S' -> "ss";
                        case 'p' -> "a";
                        case 'j' -> "DDD";
                        case '%' -> "'%'";
                        default -> throw new JinjaException("'strftime_now' does not know %" + format.charAt(i));
                    };
            text.append(DateTimeFormatter.ofPattern(pattern, Locale.US).format(now));
        }
        return text.toString();
    }
}
