package org.t2workbench.core.text.jinja;

/** A template cannot be parsed, cannot be rendered, exceeds its bounds, or refuses its input by itself. */
public final class JinjaException extends RuntimeException {

    public JinjaException(String message) {
        super(message);
    }

    JinjaException(int line, String message) {
        super(message + " (line " + line + ")");
    }
}
