package org.t2workbench.core.text.jinja;

/** The value {@code none}. */
public enum None {
    NONE
}
