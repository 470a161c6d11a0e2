package org.t2workbench.core.text.jinja;

/**
 * What one rendering may use. Steps and characters are counted instead of seconds and bytes, so that the same template
 * is refused or accepted on every machine.
 */
final class Budget {

    /** Evaluated expressions, rounds of loops, and elements looked at; well below a second of work. */
    private static final long MAX_STEPS = 5_000_000;

    /** Of all texts made on the way, not only of the result. */
    private static final long MAX_CHARACTERS = 16L << 20;

    /** Nesting of evaluations, macro calls included; keeps the stack of any thread from overflowing. */
    private static final int MAX_DEPTH = 300;

    private long steps;
    private long characters;
    private int depth;

    void step() {
        steps(1);
    }

    void steps(long count) {
        steps += count;
        if (steps > MAX_STEPS) {
            throw new JinjaException("it does not end within " + MAX_STEPS + " steps");
        }
    }

    /** Asked before a text of this length is made. */
    void characters(long count) {
        characters += count;
        if (characters > MAX_CHARACTERS) {
            throw new JinjaException("it makes more than " + MAX_CHARACTERS + " characters of text");
        }
    }

    /** Asked before one text is searched for another; the worst case compares all pairs of characters. */
    void search(String text, String part) {
        steps((text.length() >> 4) * (1L + (part.length() >> 4)));
    }

    void enter() {
        if (++depth > MAX_DEPTH) {
            throw new JinjaException("it is nested or recurses too deeply");
        }
    }

    void leave() {
        depth--;
    }
}
