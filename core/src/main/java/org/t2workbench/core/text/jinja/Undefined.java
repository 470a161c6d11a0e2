package org.t2workbench.core.text.jinja;

/**
 * What a variable, key or attribute that does not exist evaluates to: empty as text and in loops, false as a condition,
 * an error in everything else.
 *
 * @param what how it was written, for the error
 */
record Undefined(String what) {}
