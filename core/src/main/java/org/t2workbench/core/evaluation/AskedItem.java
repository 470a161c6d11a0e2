package org.t2workbench.core.evaluation;

/**
 * What one item asks. Immutable.
 *
 * @param id the item's
 * @param prompt the user's turn
 * @param expected what a right answer comes down to
 */
public record AskedItem(String id, String prompt, String expected) {}
