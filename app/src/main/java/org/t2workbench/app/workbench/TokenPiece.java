package org.t2workbench.app.workbench;

/** One token of a text. */
public record TokenPiece(int id, String text, boolean special) {}
