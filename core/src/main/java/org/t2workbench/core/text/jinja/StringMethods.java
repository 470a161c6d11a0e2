package org.t2workbench.core.text.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Python's methods of texts, as far as templates use them. Places are counted in characters, not in Java's units. */
final class StringMethods {

    private final Budget budget;

    StringMethods(Budget budget) {
        this.budget = budget;
    }

    /** The method bound to a text, or an {@link Undefined} when there is none of that name. */
    Object bound(String text, String name) {
        Method method = method(name);
        if (method == null) {
            return new Undefined(name);
        }
        return (Callable) arguments -> {
            budget.characters(text.length());
            return method.apply(text, new Arguments(name, arguments.positional(), arguments.named()));
        };
    }

    private interface Method {
        Object apply(String text, Arguments arguments);
    }

    private @Nullable Method method(String name) {
        return switch (name) {
            case "strip" -> (text, a) -> strip(text, a.get(0, "chars"), true, true);
            case "lstrip" -> (text, a) -> strip(text, a.get(0, "chars"), true, false);
            case "rstrip" -> (text, a) -> strip(text, a.get(0, "chars"), false, true);
            case "upper" -> (text, a) -> text.toUpperCase(Locale.ROOT);
            case "lower" -> (text, a) -> text.toLowerCase(Locale.ROOT);
            case "title" -> (text, a) -> title(text);
            case "capitalize" -> (text, a) -> capitalize(text);
            case "startswith" -> (text, a) -> affix(a).stream().anyMatch(text::startsWith);
            case "endswith" -> (text, a) -> affix(a).stream().anyMatch(text::endsWith);
            case "removeprefix" ->
                (text, a) -> text.startsWith(a.text(0, "prefix"))
                        ? text.substring(a.text(0, "prefix").length())
                        : text;
            case "removesuffix" ->
                (text, a) -> text.endsWith(a.text(0, "suffix"))
                        ? text.substring(0, text.length() - a.text(0, "suffix").length())
                        : text;
            case "replace" -> (text, a) -> replace(text, a.text(0, "old"), a.text(1, "new"), a.number(2, "count", -1));
            case "split" -> (text, a) -> split(text, a.text(0, "sep", ""), a.number(1, "maxsplit", -1), false);
            case "rsplit" -> (text, a) -> split(text, a.text(0, "sep", ""), a.number(1, "maxsplit", -1), true);
            case "splitlines" -> (text, a) -> lines(text);
            case "join" -> (text, a) -> join(text, Values.elements(a.required(0, "iterable"), budget));
            case "find" -> (text, a) -> place(text, a.text(0, "sub"), true);
            case "rfind" -> (text, a) -> place(text, a.text(0, "sub"), false);
            case "count" -> (text, a) -> (long) occurrences(text, a.text(0, "sub"));
            case "format" -> this::format;
            case "isdigit" -> (text, a) -> all(text, Character::isDigit);
            case "isalpha" -> (text, a) -> all(text, Character::isLetter);
            case "isalnum" -> (text, a) -> all(text, Character::isLetterOrDigit);
            case "isspace" -> (text, a) -> all(text, StringMethods::isSpace);
            case "isupper" ->
                (text, a) -> !text.equals(text.toLowerCase(Locale.ROOT)) && text.equals(text.toUpperCase(Locale.ROOT));
            case "islower" ->
                (text, a) -> !text.equals(text.toUpperCase(Locale.ROOT)) && text.equals(text.toLowerCase(Locale.ROOT));
            default -> null;
        };
    }

    /** Places in braces, by number, by name, or in turn; nothing is looked up inside a value, and how it is written is fixed. */
    private String format(String text, Arguments a) {
        StringBuilder result = new StringBuilder();
        int next = 0;
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c != '{' && c != '}') {
                continue;
            }
            result.append(text, from, at);
            if (at + 1 < text.length() && text.charAt(at + 1) == c) {
                result.append(c);
                at++;
            } else {
                int end = text.indexOf('}', at);
                if (c == '}' || end < 0) {
                    throw new JinjaException("'format' is given a lone '" + c + "'");
                }
                String place = text.substring(at + 1, end);
                Object value = place.isEmpty() ? given(a, String.valueOf(next++)) : given(a, place);
                String written = Values.text(value, budget);
                budget.characters(written.length());
                result.append(written);
                at = end;
            }
            from = at + 1;
        }
        return result.append(text, from, text.length()).toString();
    }

    private static Object given(Arguments a, String place) {
        boolean number = !place.isEmpty() && place.length() < 4 && place.chars().allMatch(c -> c >= '0' && c <= '9');
        return a.required(number ? Integer.parseInt(place) : Integer.MAX_VALUE, place);
    }

    String strip(String text, @Nullable Object characters, boolean left, boolean right) {
        IntPredicate taken = StringMethods::isSpace;
        if (characters instanceof String set) {
            budget.search(text, set);
            taken = c -> set.indexOf(c) >= 0;
        }
        int begin = 0;
        int end = text.length();
        while (left && begin < end && taken.test(text.codePointAt(begin))) {
            begin += Character.charCount(text.codePointAt(begin));
        }
        while (right && end > begin && taken.test(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(begin, end);
    }

    /** Python's white space: Unicode's, with the separators of ASCII. */
    static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }

    static String title(String text) {
        StringBuilder title = new StringBuilder();
        boolean insideWord = false;
        for (int c : text.codePoints().toArray()) {
            title.appendCodePoint(insideWord ? Character.toLowerCase(c) : Character.toTitleCase(c));
            insideWord = Character.isLetter(c);
        }
        return title.toString();
    }

    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.codePointAt(0);
        return Character.toString(Character.toTitleCase(first))
                + text.substring(Character.charCount(first)).toLowerCase(Locale.ROOT);
    }

    String replace(String text, String old, String replacement, int most) {
        int found = old.isEmpty() ? text.length() + 1 : occurrences(text, old);
        long count = most < 0 ? found : Math.min(most, found);
        budget.characters(text.length() + count * replacement.length());
        StringBuilder result = new StringBuilder();
        int from = 0;
        for (long done = 0; done < count; done++) {
            if (old.isEmpty()) {
                result.append(replacement);
                if (from < text.length()) {
                    int next = text.offsetByCodePoints(from, 1);
                    result.append(text, from, next);
                    from = next;
                } else {
                    return result.toString();
                }
            } else {
                int at = text.indexOf(old, from);
                result.append(text, from, at).append(replacement);
                from = at + old.length();
            }
        }
        return result.append(text.substring(from)).toString();
    }

    String join(String separator, List<Object> elements) {
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < elements.size(); i++) {
            String element = Values.text(elements.get(i), budget);
            budget.characters(element.length() + separator.length());
            joined.append(i == 0 ? "" : separator).append(element);
        }
        return joined.toString();
    }

    private List<Object> split(String text, String separator, int most, boolean fromRight) {
        if (separator.isEmpty()) {
            return splitAtSpace(text, most, fromRight);
        }
        budget.search(text, separator);
        List<Object> parts = new ArrayList<>();
        if (fromRight && most >= 0) {
            int end = text.length();
            for (int at = text.lastIndexOf(separator); at >= 0 && parts.size() < most; ) {
                parts.add(0, text.substring(at + separator.length(), end));
                end = at;
                at = end >= separator.length() ? text.lastIndexOf(separator, end - separator.length()) : -1;
            }
            parts.add(0, text.substring(0, end));
        } else {
            int from = 0;
            for (int at = text.indexOf(separator); at >= 0 && (most < 0 || parts.size() < most); ) {
                parts.add(text.substring(from, at));
                from = at + separator.length();
                at = text.indexOf(separator, from);
            }
            parts.add(text.substring(from));
        }
        budget.steps(parts.size());
        return parts;
    }

    private List<Object> splitAtSpace(String text, int most, boolean fromRight) {
        if (most >= 0) {
            throw new JinjaException((fromRight ? "'rsplit'" : "'split'") + " with a limit needs a separator");
        }
        List<Object> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (!isSpace(c)) {
                word.appendCodePoint(c);
            } else if (word.length() > 0) {
                words.add(word.toString());
                word.setLength(0);
            }
        });
        if (word.length() > 0) {
            words.add(word.toString());
        }
        budget.steps(words.size());
        return words;
    }

    private List<Object> lines(String text) {
        List<Object> lines = new ArrayList<>(text.lines().toList());
        budget.steps(lines.size());
        return lines;
    }

    private static List<String> affix(Arguments arguments) {
        Object affix = arguments.required(0, "prefix");
        List<?> several = affix instanceof List<?> list ? list : List.of(affix);
        List<String> texts = new ArrayList<>();
        for (Object one : several) {
            if (!(one instanceof String text)) {
                throw new JinjaException("'" + arguments.callee() + "' needs a text or several");
            }
            texts.add(text);
        }
        return texts;
    }

    private int occurrences(String text, String part) {
        budget.search(text, part);
        if (part.isEmpty()) {
            return text.codePointCount(0, text.length()) + 1;
        }
        int count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }

    private Object place(String text, String part, boolean first) {
        budget.search(text, part);
        int index = first ? text.indexOf(part) : text.lastIndexOf(part);
        return index < 0 ? -1L : (long) text.codePointCount(0, index);
    }

    private static boolean all(String text, IntPredicate predicate) {
        return !text.isEmpty() && text.codePoints().allMatch(predicate);
    }
}
