package org.t2workbench.app.workbench;

/** A token and how probable it is, 0 to 1. */
public record TokenProbability(int id, String text, double probability) {}
