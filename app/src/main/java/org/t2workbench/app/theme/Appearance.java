package org.t2workbench.app.theme;

/** Light or dark. */
public enum Appearance {
    LIGHT,
    DARK
}
