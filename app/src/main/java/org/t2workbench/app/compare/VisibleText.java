package org.t2workbench.app.compare;

/** Tokens with their white space made visible, so that none is ever shown as nothing. */
public final class VisibleText {

    private VisibleText() {}

    public static String of(String token) {
        String shown = token.replace("\n", "↵").replace("\t", "→");
        return shown.isBlank() ? shown.replace(' ', '␣') : shown.replaceFirst("^ ", "␣");
    }
}
