package org.t2workbench.app.workbench;

/** What is asked: the words alone, or as a message in the chat template of the model. */
public record PromptText(String text, boolean chat) {}
