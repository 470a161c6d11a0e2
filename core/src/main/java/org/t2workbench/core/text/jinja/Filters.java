package org.t2workbench.core.text.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands behind a bar: {@code value|name(arguments)}. */
final class Filters {

    private final Budget budget;
    private final Attributes attributes;
    private final StringMethods strings;
    private final TypeTests tests;

    Filters(Budget budget, Attributes attributes, StringMethods strings, TypeTests tests) {
        this.budget = budget;
        this.attributes = attributes;
        this.strings = strings;
        this.tests = tests;
    }

    /** @throws JinjaException when there is no such filter, or the value is not for it */
    Object apply(String name, Object value, Arguments a) {
        return switch (name) {
            case "default", "d" -> defaulted(value, a);
            case "length", "count" -> length(value);
            case "first" -> firstOf(elements(value));
            case "last" ->
                value instanceof String text ? attributes.item(text, -1L) : firstOf(reversed(elements(value)));
            case "list" -> elements(value);
            case "reverse" ->
                value instanceof String text ? attributes.slice(text, null, null, -1L) : reversed(elements(value));
            case "join" -> strings.join(a.text(0, "d", ""), attributeOfEach(elements(value), a.get(1, "attribute")));
            case "sort" -> sorted(value, a);
            case "unique" -> unique(elements(value), a.flag(0, "case_sensitive", false));
            case "map" -> mapped(value, a);
            case "select" -> selected(value, a, true, false);
            case "reject" -> selected(value, a, false, false);
            case "selectattr" -> selected(value, a, true, true);
            case "rejectattr" -> selected(value, a, false, true);
            case "items" -> value instanceof Map<?, ?> map ? attributes.items(map) : emptyOrWrong(value, name);
            case "dictsort" -> {
                a.allow(0);
                yield value instanceof Map<?, ?> map ? sortedItems(map) : emptyOrWrong(value, name);
            }
            case "sum" -> sum(attributeOfEach(elements(value), a.get(0, "attribute")));
            case "max" -> firstOf(reversed(sorted(elements(value), a.flag(0, "case_sensitive", false))));
            case "min" -> firstOf(sorted(elements(value), a.flag(0, "case_sensitive", false)));
            case "int" -> wholeNumber(value, a);
            case "float" -> floating(value, a);
            case "abs" -> value instanceof Long number ? (Object) Math.abs(number) : Math.abs(number(value, name));
            case "round" -> rounded(value, a);
            case "tojson" -> json(value, a);
            default -> ofText(name, text(value), a);
        };
    }

    private Object ofText(String name, String text, Arguments a) {
        budget.characters(text.length());
        return switch (name) {
            case "string", "safe" -> text;
            case "trim" -> strings.strip(text, a.get(0, "chars"), true, true);
            case "upper" -> text.toUpperCase(Locale.ROOT);
            case "lower" -> text.toLowerCase(Locale.ROOT);
            case "title" -> StringMethods.title(text);
            case "capitalize" -> StringMethods.capitalize(text);
            case "replace" -> strings.replace(text, a.text(0, "old"), a.text(1, "new"), a.number(2, "count", -1));
            case "indent" -> indented(text, a);
            case "escape", "e" -> escaped(text);
            default -> throw new JinjaException("there is no filter '" + name + "'");
        };
    }

    /** The signature is Hugging Face's, whose first argument is not the indentation. */
    private String json(Object value, Arguments a) {
        a.allow(2, "ensure_ascii", "indent");
        if (a.flag(0, "ensure_ascii", false)) {
            throw new JinjaException("'tojson' writes every character as it is");
        }
        return JsonText.of(value, a.number(1, "indent", -1), budget);
    }

    private Object defaulted(Object value, Arguments a) {
        boolean replaced = value instanceof Undefined || (a.flag(1, "boolean", false) && !Values.isTrue(value));
        Object otherwise = a.get(0, "default_value");
        return !replaced ? value : otherwise == null ? "" : otherwise;
    }

    private Object length(Object value) {
        if (value instanceof String text) {
            return (long) text.codePointCount(0, text.length());
        }
        if (value instanceof Map<?, ?> map) {
            return (long) map.size();
        }
        return (long) elements(value).size();
    }

    private static Object firstOf(List<Object> elements) {
        return elements.isEmpty() ? new Undefined("the element of an empty list") : elements.get(0);
    }

    private static List<Object> reversed(List<Object> elements) {
        Collections.reverse(elements);
        return elements;
    }

    private List<Object> sorted(Object value, Arguments a) {
        List<Object> elements = elements(value);
        Object attribute = a.get(2, "attribute");
        boolean withCase = a.flag(1, "case_sensitive", false);
        Comparator<Object> order = (left, right) -> attribute == null
                ? compare(left, right, withCase)
                : compare(attribute(left, attribute), attribute(right, attribute), withCase);
        elements.sort(a.flag(0, "reverse", false) ? order.reversed() : order);
        return elements;
    }

    private List<Object> sorted(List<Object> elements, boolean withCase) {
        elements.sort((left, right) -> compare(left, right, withCase));
        return elements;
    }

    private int compare(Object left, Object right, boolean withCase) {
        return Values.compare(folded(left, withCase), folded(right, withCase), budget);
    }

    /** These filters disregard case unless told otherwise. */
    private Object folded(Object value, boolean withCase) {
        if (!withCase && value instanceof String text) {
            budget.characters(text.length());
            return text.toLowerCase(Locale.ROOT);
        }
        return value;
    }

    private List<Object> sortedItems(Map<?, ?> map) {
        List<Object> items = attributes.items(map);
        items.sort((left, right) -> compare(attributes.item(left, 0L), attributes.item(right, 0L), false));
        return items;
    }

    private List<Object> unique(List<Object> elements, boolean withCase) {
        List<Object> unique = new ArrayList<>();
        for (Object element : elements) {
            Object wanted = folded(element, withCase);
            if (unique.stream().noneMatch(known -> Values.equal(folded(known, withCase), wanted, budget))) {
                unique.add(element);
            }
        }
        return unique;
    }

    private List<Object> mapped(Object value, Arguments a) {
        List<Object> mapped = new ArrayList<>();
        Object attribute = a.named().get("attribute");
        for (Object element : elementsIfAny(value)) {
            if (attribute != null) {
                Object found = attribute(element, attribute);
                Object otherwise = a.named().get("default");
                mapped.add(found instanceof Undefined && otherwise != null ? otherwise : found);
            } else {
                mapped.add(apply(a.text(0, "filter"), element, rest(a, 1)));
            }
        }
        return mapped;
    }

    private List<Object> selected(Object value, Arguments a, boolean wanted, boolean byAttribute) {
        List<Object> selected = new ArrayList<>();
        int testPlace = byAttribute ? 1 : 0;
        String test = a.text(testPlace, "test", "");
        for (Object element : elementsIfAny(value)) {
            Object tested = byAttribute ? attribute(element, a.required(0, "attribute")) : element;
            boolean holds = test.isEmpty() ? Values.isTrue(tested) : tests.holds(test, tested, rest(a, testPlace + 1));
            if (holds == wanted) {
                selected.add(element);
            }
        }
        return selected;
    }

    /** None of what is false, such as tools that are none: so these filters have it. */
    private List<Object> elementsIfAny(Object value) {
        return Values.isTrue(value) ? elements(value) : List.of();
    }

    private static Arguments rest(Arguments a, int from) {
        return new Arguments(
                a.callee(),
                a.positional()
                        .subList(
                                Math.min(from, a.positional().size()),
                                a.positional().size()),
                a.named());
    }

    private List<Object> attributeOfEach(List<Object> elements, @Nullable Object attribute) {
        if (attribute != null) {
            elements.replaceAll(element -> attribute(element, attribute));
        }
        return elements;
    }

    /** A key, place or dotted path of them. */
    private Object attribute(Object value, Object path) {
        if (!(path instanceof String names)) {
            return attributes.item(value, path);
        }
        Object found = value;
        for (String name : names.split("\\.", -1)) {
            boolean place =
                    !name.isEmpty() && name.length() < 10 && name.chars().allMatch(c -> c >= '0' && c <= '9');
            found = attributes.item(found, place ? (Object) Long.parseLong(name) : name);
        }
        return found;
    }

    private Object sum(List<Object> elements) {
        Object sum = 0L;
        for (Object element : elements) {
            sum = Operators.apply("+", sum, element, budget);
        }
        return sum;
    }

    private static Object wholeNumber(Object value, Arguments a) {
        if (value instanceof Double number && Math.abs(number) < Long.MAX_VALUE) {
            return number.longValue();
        }
        if (Values.isNumber(value)) {
            return Values.number(value).longValue();
        }
        Object parsed = floating(value, new Arguments("int", List.of(None.NONE), Map.of()));
        return parsed instanceof Double number && Math.abs(number) < Long.MAX_VALUE
                ? number.longValue()
                : (Object) (long) a.number(0, "default", 0);
    }

    private static Object floating(Object value, Arguments a) {
        Object otherwise = a.get(0, "default");
        try {
            return Values.isNumber(value)
                    ? Values.number(value).doubleValue()
                    : Double.parseDouble(value instanceof String text ? text.strip() : "");
        } catch (NumberFormatException e) {
            return otherwise == null ? (Object) 0.0 : otherwise;
        }
    }

    private static Object rounded(Object value, Arguments a) {
        double scale = Math.pow(10, a.number(0, "precision", 0));
        double scaled = number(value, "round") * scale;
        return switch (a.text(1, "method", "common")) {
            case "ceil" -> Math.ceil(scaled) / scale;
            case "floor" -> Math.floor(scaled) / scale;
            // Python rounds ties to even
            default -> Math.rint(scaled) / scale;
        };
    }

    private static double number(Object value, String filter) {
        if (!Values.isNumber(value)) {
            throw new JinjaException("'" + filter + "' needs a number instead of " + Values.kind(value));
        }
        return Values.number(value).doubleValue();
    }

    private String indented(String text, Arguments a) {
        Object width = a.get(0, "width");
        int spaces = width instanceof String ? 0 : Math.max(0, a.number(0, "width", 4));
        budget.characters(spaces);
        String margin = width instanceof String given ? given : " ".repeat(spaces);
        boolean blank = a.flag(2, "blank", false);
        StringBuilder indented = new StringBuilder();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            boolean withMargin = i == 0 ? a.flag(1, "first", false) : blank || !lines[i].isEmpty();
            budget.characters(lines[i].length() + margin.length());
            indented.append(i == 0 ? "" : "\n").append(withMargin ? margin : "").append(lines[i]);
        }
        return indented.toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;")
                .replace("\"", "&#34;");
    }

    private static List<Object> emptyOrWrong(Object value, String filter) {
        if (value instanceof Undefined) {
            return new ArrayList<>();
        }
        throw new JinjaException("'" + filter + "' needs a dictionary instead of " + Values.kind(value));
    }

    private List<Object> elements(Object value) {
        return Values.elements(value, budget);
    }

    private String text(Object value) {
        return Values.text(value, budget);
    }
}
