package org.t2workbench.core.svf;

import java.util.Locale;

/**
 * One thing that must hold of the figures of an {@link Effect} before they are believed.
 *
 * @param expected what must come out, or for {@link Kind#SEEN} the least that must
 * @param measured what came out
 * @param tolerance how far from it rounding may lead
 */
public record EffectCheck(Kind kind, double expected, double measured, double tolerance) {

    /** What is tried. */
    public enum Kind {
        /** Gains of 1: logits that differ from the base model's. None may, in any bit. */
        NEUTRAL,
        /** Each expert and its own opposite at once: logits that differ from the base model's. None may, in any bit. */
        CANCELLED,
        /** A gain of 1.125 for every component: ‖ΔW‖/‖W‖ of the layer that is furthest off. It must be 0.125. */
        KNOWN,
        /** The matrix that is changed most: ‖W′ − W‖ of the weights themselves beside ‖ΔW‖ as it is reported. */
        FOLDED,
        /** A layer switched off: mean KL on the prompt. An effect as large as this may not be missed. */
        SEEN;

        /** The name in documents. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean passed() {
        return kind == Kind.SEEN ? measured >= expected : Math.abs(measured - expected) <= tolerance;
    }
}
