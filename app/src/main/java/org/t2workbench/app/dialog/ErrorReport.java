package org.t2workbench.app.dialog;

/**
 * An error as the person sees it.
 *
 * @param sentence what happened and why, in one plain sentence
 * @param advice what to do next
 * @param details for a bug report: kept folded, can be copied
 */
public record ErrorReport(String title, String sentence, String advice, String details) {}
