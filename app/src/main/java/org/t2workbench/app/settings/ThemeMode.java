package org.t2workbench.app.settings;

/** Which theme the person asked for. */
public enum ThemeMode {
    SYSTEM,
    LIGHT,
    DARK
}
