package org.t2workbench.core.model;

import java.util.Locale;

/** Why an answer ended. */
public enum FinishReason {
    /** A stop token, which is the last of the answer's tokens, or a stop text, which is cut off. */
    STOP,
    /** The number of tokens that was asked for. */
    LENGTH,
    /** The model reads no further position. */
    CONTEXT,
    CANCELLED;

    /** As written in JSON: stop, length, context, cancelled. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
