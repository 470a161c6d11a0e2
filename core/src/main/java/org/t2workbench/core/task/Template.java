package org.t2workbench.core.task;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sentence with places in braces, as {@code {N} has {a} {o}}. Immutable.
 *
 * @param text the sentence
 */
record Template(String text) {

    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    /** Whether it uses no other places than these. */
    boolean usesOnly(Set<String> places) {
        return PLACE.matcher(text).results().allMatch(place -> places.contains(place.group(1)));
    }

    /** The sentence with every place filled; what is filled in is not looked at again. */
    String fill(Map<String, ?> values) {
        return PLACE.matcher(text).replaceAll(place -> {
            Object value = values.get(place.group(1));
            if (value == null) {
                throw new IllegalArgumentException("Nothing to fill " + place.group() + " with in \"" + text + "\".");
            }
            return Matcher.quoteReplacement(value.toString());
        });
    }
}
