package org.t2workbench.core.adaptation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.t2workbench.core.svf.Alpha;

/**
 * One of the passes of an answer. Immutable.
 *
 * @param name {@link #DISPATCH} or {@link #ANSWER}
 * @param text what was written; empty where the categories were scored
 * @param probabilities of the categories where they were scored; empty elsewhere
 * @param label the category that the first pass came to, or that led the second here; empty without a first pass
 * @param alpha what the pass ran under, by the experts' names; all 0 is the base model
 * @param tokens that were written
 * @param seconds of the pass alone
 * @param switchSeconds to get the weights it ran under
 * @param note why something is not as asked
 */
public record Pass(
        String name,
        String text,
        Map<String, Double> probabilities,
        Optional<String> label,
        Map<String, Alpha> alpha,
        int tokens,
        double seconds,
        double switchSeconds,
        Optional<String> note) {

    /** The pass that looks at the prompt. */
    public static final String DISPATCH = "dispatch";

    /** The pass that answers it. */
    public static final String ANSWER = "answer";

    public Pass {
        probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
        alpha = Collections.unmodifiableMap(new LinkedHashMap<>(alpha));
    }
}
