package org.t2workbench.core.adaptation;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.t2workbench.core.job.InvalidInputException;

/** How α is chosen for a prompt. */
public enum Strategy {
    /** Not at all: the model as it is. */
    BASE,
    /** By a person. */
    MANUAL,
    /** By the base model, which is asked for the prompt's category. */
    PROMPT,
    /** As {@link #PROMPT}, but the one that is asked was trained for it. */
    CLASSIFIER,
    /** By a search over examples of the task, once for all of its prompts. */
    FEW_SHOT;

    /** As on the command line and in reports: base, manual, prompt, classifier, few-shot. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether each prompt gets a first pass of its own. */
    public boolean dispatches() {
        return this == PROMPT || this == CLASSIFIER;
    }

    /** @throws InvalidInputException when there is none of that name */
    public static Strategy of(String label) {
        return Arrays.stream(values())
                .filter(strategy -> strategy.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("The strategy '" + label + "' is unknown; use "
                        + Arrays.stream(values()).map(Strategy::label).collect(Collectors.joining(", ")) + "."));
    }
}
