package org.t2workbench.core.adaptation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the first pass came to for one prompt. Immutable.
 *
 * @param label the category; {@link DispatchPrompt#OTHER} where none could be read
 * @param valid whether the label was read, and is not what stands for a failed reading
 * @param text what the first pass wrote; empty where it was scored
 * @param probabilities of each category, in sum 1, in the file's order; empty where the answer was written out
 * @param tokens that were written
 */
public record Choice(String label, boolean valid, String text, Map<String, Double> probabilities, int tokens) {

    public Choice {
        probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
    }

    static Choice unreadable(String text, int tokens) {
        return new Choice(DispatchPrompt.OTHER, false, text, Map.of(), tokens);
    }
}
